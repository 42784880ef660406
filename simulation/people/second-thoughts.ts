import type { Actor } from '@/lib/domain/actor'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import type { Dice } from '@/simulation/dice'
import type { Stage } from '@/simulation/stage'
import type { Promises } from './promises'

/** What somebody does about a deployment after it was scheduled. */
export type SecondThought = 'cancel' | 'stop' | 'move' | 'run_now' | 'note' | 'retry' | 'bring_back'

const MINUTE_MS = 60_000

export interface Person {
  stage: Stage
  dice: Dice
  promises: Promises
  actor: Actor
}

/** Does it, and holds on to what was answered. */
export async function act(person: Person, thought: SecondThought, id: string): Promise<void> {
  const { promises, actor } = person
  const { services } = person.stage
  switch (thought) {
    case 'cancel':
    case 'stop': {
      const answer = await cancelDeployment(services, actor, { id, stopRunning: thought === 'stop' })
      if (!answer.ok) return promises.refuse(answer.refusal.kind)
      const { status, cancelledIds } = answer.value
      if (status === 'stopping') promises.change([id], { end: 'stopping' })
      return promises.change(cancelledIds, { end: 'cancelled' })
    }
    case 'run_now':
      return runNow(person, id, false)
    case 'bring_back':
      return person.dice.happens(0.5) ? runNow(person, id, true) : move(person, id, true)
    case 'move':
      return move(person, id, false)
    case 'note': {
      const note = `second thought ${person.dice.whole(1, 1_000_000)}`
      const unchanged = { due: null, startDeadlineMinutes: null, image: undefined }
      const answer = await rescheduleDeployment(services, actor, { id, ...unchanged, note })
      return answer.ok ? promises.change([id], { note }) : promises.refuse(answer.refusal.kind)
    }
    case 'retry': {
      const answer = await retryDeployment(services, actor, { id })
      return answer.ok ? promises.change([id], { end: null }) : promises.refuse(answer.refusal.kind)
    }
  }
}

async function runNow({ stage, promises, actor }: Person, id: string, withSkipped: boolean): Promise<void> {
  const answer = await runDeploymentNow(stage.services, actor, { id, withSkipped })
  if (!answer.ok) return promises.refuse(answer.refusal.kind)
  promises.change(answer.value.movedIds, { typed: null, dueAtMs: null })
  promises.change([id], { dueAtMs: stage.clock.nowMs })
}

async function move(
  { stage, dice, promises, actor }: Person,
  id: string,
  withSkipped: boolean,
): Promise<void> {
  const at = new Date(stage.clock.nowMs + dice.whole(2, 60 * 24 * 3) * MINUTE_MS + dice.whole(0, 999))
  const timezone = dice.pick(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])
  const unchanged = { startDeadlineMinutes: null, image: undefined, note: undefined }
  const due = { kind: 'instant', at, timezone } as const
  const answer = await rescheduleDeployment(stage.services, actor, { id, due, ...unchanged, withSkipped })
  if (!answer.ok) return promises.refuse(answer.refusal.kind)
  promises.change(answer.value.movedIds, { typed: null, dueAtMs: null })
  promises.change([id], { dueAtMs: at.getTime() })
}
