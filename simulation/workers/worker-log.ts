import { FailpointStruck } from '@/lib/failpoints/failpoints'
import type { Log } from '@/lib/log'
import { wakeUpSchema } from '@/lib/queue/wake-up'
import { subjectOf, type Witness } from '@/simulation/witness'

const MOST_FAILURES = 3
const MOST_LOSSES = 10

/** Reads what a worker logs for what nobody planned. */
export function openWorkerLog(witness: Witness): Log {
  const surprise = (event: string, facts: object) => {
    const error: unknown = Reflect.get(facts, 'error')
    if (error instanceof FailpointStruck) return
    const words = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(facts)
    witness.surprises.push(`${event}: ${words}`)
    witness.count('surprise', words)
  }
  return {
    debug: () => undefined,
    info: (facts, event) => witness.count(event, JSON.stringify(facts)),
    warn: (facts, event) => {
      if (event === 'run.taken_over') witness.count('taken_over')
      else surprise(event, facts)
    },
    error: (facts, event) => {
      if (event === 'job.given_up') noteGivenUp(witness, facts)
      else surprise(event, facts)
    },
  }
}

/** What is given up must have failed often enough. */
function noteGivenUp(witness: Witness, facts: object): void {
  witness.count('given_up')
  const { data: wakeUp = null } = wakeUpSchema.safeParse(Reflect.get(facts, 'wakeUp'))
  const subject = subjectOf(wakeUp)
  const losses: unknown = Reflect.get(facts, 'losses')
  const isLost = typeof losses === 'number' && losses >= MOST_LOSSES
  if (isLost || witness.strikesOf(subject) >= MOST_FAILURES) return
  witness.surprises.push(`${subject} was given up after ${witness.strikesOf(subject)} failures`)
}
