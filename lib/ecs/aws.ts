import { setTimeout } from 'node:timers/promises'
import { RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { type AwsClientSettings, type AwsClients, createAwsClientCache } from './aws-clients'
import type { CallBudgets } from './call-budgets'
import {
  type AwsCall,
  type AwsCallResult,
  callResult,
  isStaleAuthentication,
  isThrottle,
  isWorthRepeating,
  toRolloutError,
} from './errors'

/** Who calls, and until when the answer matters. */
export interface Caller {
  account: CloudAccountAccess
  /** The deployment that calls, or what else it is for: part of the AWS session's name. */
  purpose: string
  signal: AbortSignal
}

export type Send<Answer> = (clients: AwsClients, options: { abortSignal: AbortSignal }) => Promise<Answer>

export interface Aws {
  /** Repeats a few times what a quick error may have hit by chance; ends in one of the port's errors. */
  read<Answer>(caller: Caller, action: string, send: Send<Answer>): Promise<Answer>
  /** Sends once. Only a call that AWS refused for stale authentication, so without effect, is sent again. */
  write<Answer>(caller: Caller, action: string, send: Send<Answer>): Promise<Answer>
}

export interface AwsSettings extends AwsClientSettings {
  /** Every request that is sent, repeated ones too, waits for its turn here. */
  budgets: CallBudgets
  /** A read is cut after this already, so that it can be repeated while its answer still matters. */
  readMs: number
  /** The first pause before a read is repeated; doubled after, with jitter. */
  retryPauseMs: number
  onCall: (action: string, result: AwsCallResult) => void
}

const MOST_READS = 4

export function createAws(settings: AwsSettings): Aws {
  const cache = createAwsClientCache(settings)

  async function attempt<Answer>(caller: Caller, call: AwsCall, send: Send<Answer>): Promise<Answer> {
    if (caller.signal.aborted) throw new RolloutUnavailable(`${call.action} was not sent: its time was up.`)
    const sessionName = sessionNameOf(caller.purpose)
    const timeoutMs = call.kind === 'read' ? settings.readMs : settings.requestMs
    const once = async () => {
      await settings.budgets.turn(caller.account, call.action, caller.signal)
      try {
        return await send(cache.get(caller.account, sessionName), {
          abortSignal: AbortSignal.any([caller.signal, AbortSignal.timeout(timeoutMs)]),
        })
      } catch (error) {
        if (isThrottle(error)) settings.budgets.throttled(caller.account, call.action)
        throw error
      }
    }
    try {
      return await once()
    } catch (error) {
      const stale = isStaleAuthentication(error)
      if (stale === null) throw error
      if (stale === 'credentials') cache.forget(caller.account, sessionName)
      return await once()
    }
  }

  async function counted<Answer>(call: AwsCall, answer: Promise<Answer>): Promise<Answer> {
    try {
      const value = await answer
      settings.onCall(call.action, 'ok')
      return value
    } catch (error) {
      settings.onCall(call.action, callResult(error, toRolloutError(error, call)))
      throw error
    }
  }

  return {
    async read(caller, action, send) {
      const call: AwsCall = { action, kind: 'read', account: caller.account.name }
      for (let sent = 1; ; sent += 1) {
        try {
          return await counted(call, attempt(caller, call, send))
        } catch (error) {
          const isHopeless = sent === MOST_READS || !isWorthRepeating(error)
          if (!isHopeless) await pause(settings.retryPauseMs * 2 ** (sent - 1), caller.signal)
          if (isHopeless || caller.signal.aborted) throw toRolloutError(error, call)
        }
      }
    },
    async write(caller, action, send) {
      const call: AwsCall = { action, kind: 'write', account: caller.account.name }
      try {
        return await counted(call, attempt(caller, call, send))
      } catch (error) {
        throw toRolloutError(error, call)
      }
    },
  }
}

/** STS allows 2 to 64 of these characters. */
function sessionNameOf(purpose: string): string {
  return `shipclock-${purpose}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64)
}

/** Between half of `ms` and all of it, so that workers throttled together don't come back together; ends early when aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
}
