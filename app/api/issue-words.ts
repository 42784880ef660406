import type { z } from 'zod'
import type { RefusalWords } from '@/lib/refusals/words'

/** What a schema found wrong, by the path of the member that is meant. */
export function issueWords(error: z.ZodError): RefusalWords['errors'] {
  return error.issues.flatMap(({ code, path, message, ...issue }) => {
    const where = path.map(String)
    if (code === 'unrecognized_keys' && 'keys' in issue) {
      return issue.keys.map((key) => ({ path: [...where, key].join('.'), message: 'is not known here' }))
    }
    return [{ path: where.join('.'), message }]
  })
}

/** Shorter words than zod's own for what is simply not there. */
export function wordIssue(issue: { code: string; input?: unknown }): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined
}
