import { accept, type Result, refuse } from '@/lib/domain/result'
import { invalidRequest, type RefusalWords } from '@/lib/refusals/words'

/** The query of an address; what is given several times is joined by commas, as lists are. */
export function readQuery(search: URLSearchParams): Result<Record<string, string>, RefusalWords> {
  const query: Record<string, string> = {}
  for (const name of new Set(search.keys())) {
    const value = search.getAll(name).join(',')
    if (`${name}${value}`.includes('\0')) {
      return refuse(invalidRequest('A text can’t contain the NUL character.', []))
    }
    query[name] = value
  }
  return accept(query)
}
