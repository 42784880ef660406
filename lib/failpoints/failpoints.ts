import { setTimeout as delay } from 'node:timers/promises'
import { assertNever } from '@/lib/domain/assert-never'
import type { ArmedFailpoint, Failpoint, FailpointAction, FailpointPlan } from './failpoint'
import { seededChance } from './seeded-chance'

/** The armed failpoints of this process. */
export interface Failpoints {
  /** @throws FailpointStruck when it is armed with `throw` and strikes. */
  reach(failpoint: Failpoint): Promise<void>
}

/** Thrown by a failpoint: as surprising as a defect. */
export class FailpointStruck extends Error {
  override name = 'FailpointStruck'
}

export function openFailpoints(
  plan: FailpointPlan,
  strike: (action: FailpointAction, failpoint: Failpoint) => Promise<void> = strikeThisProcess,
): Failpoints {
  const random = seededChance(plan.seed)
  const turns = new Map<ArmedFailpoint, number>()
  const strikesNow = (armed: ArmedFailpoint) => {
    const turn = (turns.get(armed) ?? 0) + 1
    turns.set(armed, turn)
    return armed.when.kind === 'nth' ? turn === armed.when.nth : random() < armed.when.chance
  }
  return {
    async reach(failpoint) {
      for (const armed of plan.armed) {
        if (armed.failpoint === failpoint && strikesNow(armed)) await strike(armed.action, failpoint)
      }
    },
  }
}

async function strikeThisProcess(action: FailpointAction, failpoint: Failpoint): Promise<void> {
  switch (action.kind) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL')
      return
    case 'stop':
      process.kill(process.pid, 'SIGSTOP')
      return
    case 'throw':
      throw new FailpointStruck(failpoint)
    case 'delay':
      await delay(action.ms)
      return
    default:
      assertNever(action)
  }
}
