import { unstable_isUnrecognizedActionError } from 'next/navigation'
import type { Action, ActionResult, ShownRefusal } from '@/app/action-result'

/** Longer than the server lets any action take; after it, the answer is lost. */
const TIMEOUT_MS = 20_000

/**
 * Calls a server action and always answers: a lost connection, a server that is being replaced or an
 * answer that does not come become refusals in words, so that the form stays as it was.
 */
export async function callAction<Input, Value>(
  action: Action<Input, Value>,
  input: Input,
  timeoutMs = TIMEOUT_MS,
): Promise<ActionResult<Value>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<ActionResult<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, refusal: TIMED_OUT }), timeoutMs)
  })
  try {
    return await Promise.race([action(input), timeout])
  } catch (error) {
    return { ok: false, refusal: unstable_isUnrecognizedActionError(error) ? UPDATED : UNREACHABLE }
  } finally {
    clearTimeout(timer)
  }
}

function lost(code: string, title: string, detail: string): ShownRefusal {
  return { code, title, detail, errors: [], extra: {} }
}

const TIMED_OUT = lost(
  'no_answer',
  'No answer',
  'Shipclock did not answer in time. It may still have done it: look at the list before you try again.',
)

const UNREACHABLE = lost(
  'unreachable',
  'Shipclock can’t be reached',
  'Nothing that you typed is lost. Check your connection and try again.',
)

const UPDATED = lost(
  'updated',
  'Shipclock was updated',
  'This page is from the version before. Copy what you need and reload the page.',
)
