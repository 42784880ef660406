import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { ActionResult, ShownRefusal } from '@/app/action-result'
import { noteTrouble } from '@/app/disk-full'
import { services } from '@/app/services'
import { currentActor } from '@/app/session'
import type { Actor } from '@/lib/domain/actor'
import type { Result } from '@/lib/domain/result'
import { log } from '@/lib/log'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { type KnownRefusal, refusalWords } from '@/lib/refusal-words'
import { TROUBLE_TITLES } from '@/lib/refusals/trouble-words'
import type { Services } from '@/lib/services'

const made = new WeakSet<object>()

/** Whether a function was made by `teamAction`: the tests ask this of every export of every actions file. */
export function isTeamAction(candidate: unknown): boolean {
  return typeof candidate === 'function' && made.has(candidate)
}

/**
 * The only way to make a server action. An action is a public address: whoever calls it is
 * authenticated, what they send is parsed, one use case is called for their team, and its answer is
 * put into words. Nothing is thrown at the page: surprises are logged and answered with a reference.
 */
export function teamAction<Schema extends z.ZodType, Value, Refusal extends KnownRefusal>(
  schema: Schema,
  carryOut: (services: Services, actor: Actor, input: z.output<Schema>) => Promise<Result<Value, Refusal>>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  const action = async (input: z.input<Schema>): Promise<ActionResult<Value>> => {
    try {
      const actor = await currentActor()
      if (actor === null) return refused(SIGNED_OUT)
      const parsed = schema.safeParse(input)
      if (!parsed.success) return refused(unreadable(parsed.error))
      const result = await carryOut(services(), actor, parsed.data)
      return result.ok ? result : refused(shown(result.refusal))
    } catch (error) {
      unstable_rethrow(error)
      return refused(surprise(error))
    }
  }
  made.add(action)
  return action
}

function refused(refusal: ShownRefusal): { ok: false; refusal: ShownRefusal } {
  return { ok: false, refusal }
}

function shown(refusal: KnownRefusal): ShownRefusal {
  const { code, title, detail, errors, extra } = refusalWords(refusal)
  // To a person it is a form; "request" is a word for programs.
  return { code, title: code === 'invalid_request' ? UNFIT : title, detail, errors, extra }
}

const UNFIT = 'This can’t be done like this'

const SIGNED_OUT: ShownRefusal = {
  code: 'unauthenticated',
  title: 'You are signed out',
  detail: 'Nothing was changed. Sign in again (in another tab, to keep what you typed) and repeat it.',
  errors: [],
  extra: {},
}

function unreadable(error: z.ZodError): ShownRefusal {
  return {
    code: 'invalid_request',
    title: UNFIT,
    detail: 'Nothing was changed.',
    errors: error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    extra: {},
  }
}

function surprise(error: unknown): ShownRefusal {
  if (error instanceof DatabaseUnavailable) {
    log.warn({ error }, 'request.failed')
    noteTrouble(error.trouble)
    return unavailable(error)
  }
  const reference = crypto.randomUUID().slice(0, 8)
  log.error({ error, reference }, 'request.failed')
  return {
    code: 'internal',
    title: 'Something went wrong in Shipclock',
    detail: `It was logged as ${reference}. What you typed is still here.`,
    errors: [],
    extra: {},
  }
}

function unavailable({ trouble, mayBeDone }: DatabaseUnavailable): ShownRefusal {
  return {
    code: 'unavailable',
    title: TROUBLE_TITLES[trouble],
    detail: mayBeDone
      ? 'The connection broke while this was being saved: it may have been done, or not. Look when the database is back, before you try again. What you typed is still here.'
      : 'Nothing was changed, and what you typed is still here. Try again in a moment.',
    errors: [],
    extra: {},
  }
}
