import { accept, type Result, refuse } from '@/lib/domain/result'
import {
  type ArmedFailpoint,
  FAILPOINTS,
  type Failpoint,
  type FailpointAction,
  type FailpointPlan,
} from './failpoint'

type Refusal = { kind: 'invalid_failpoints'; message: string }

/**
 * Reads `seed=7;commit.team.after=kill:0.01;rollouts.startRollout.before=stop#2;wakeUp.run.before=delay200:0.5`:
 * after the action either its chance (0 to 1; 1 unless given) or, with `#`, at which turn it strikes.
 */
export function parseFailpoints(text: string): Result<FailpointPlan, Refusal> {
  const plan: FailpointPlan = { seed: 1, armed: [] }
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue
    const [name = '', order = ''] = part.split('=')
    if (name === 'seed') {
      if (!/^\d+$/.test(order))
        return invalid(`has the seed ${JSON.stringify(order)}; it must be a whole number`)
      plan.seed = Number(order)
      continue
    }
    const armed = parseOne(name, order)
    if (armed === null) return invalid(`has ${JSON.stringify(part)}; see lib/failpoints for what there is`)
    plan.armed.push(armed)
  }
  return accept(plan)
}

function parseOne(name: string, order: string): ArmedFailpoint | null {
  const failpoint = FAILPOINTS.find((known) => known === name)
  const match = /^(kill|stop|throw|delay\d+)(?::([01](?:\.\d+)?|\.\d+)|#(\d+))?$/.exec(order)
  const action = actionOf(match?.[1] ?? '')
  if (failpoint === undefined || match === null || action === null) return null
  const [, , chance, nth] = match
  if (nth !== undefined)
    return Number(nth) > 0 ? { failpoint, action, when: { kind: 'nth', nth: Number(nth) } } : null
  return armedByChance(failpoint, action, Number(chance ?? 1))
}

function armedByChance(failpoint: Failpoint, action: FailpointAction, chance: number): ArmedFailpoint | null {
  return chance <= 1 ? { failpoint, action, when: { kind: 'chance', chance } } : null
}

function actionOf(word: string): FailpointAction | null {
  if (word === 'kill' || word === 'stop' || word === 'throw') return { kind: word }
  return word.startsWith('delay') ? { kind: 'delay', ms: Number(word.slice('delay'.length)) } : null
}

function invalid(message: string): Result<never, Refusal> {
  return refuse({ kind: 'invalid_failpoints', message })
}
