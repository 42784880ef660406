import type { DueInput } from '@/lib/domain/due-decision'
import type { Overlap } from '@/lib/domain/due-time'
import { type ScheduleDeploymentInput, scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import type { Dice } from '@/simulation/dice'
import type { Stage } from '@/simulation/stage'
import type { Place } from './places'
import type { Promises } from './promises'
import { instantsShowing } from './wall-time'
import { minutesLater, type Wish } from './wishes'

/** A deployment to be asked for: a chain of targets, the first one on top, each needing the one after it. */
export interface Order {
  place: Place
  chain: Place['targets']
  wish: Wish
  /** One that was scheduled before, and that the last of the chain is to wait for. */
  after: string | null
}

/** The root first. */
export interface Ordered {
  ids: string[]
  dueAtMs: number
}

const MOST_TRIES = 6
const MINUTE_MS = 60_000

/** Somebody schedules: chooses a side where the clock shows a time twice, takes the next where it never does. */
export async function schedule(
  { services }: Stage,
  { dice, promises }: { dice: Dice; promises: Promises },
  order: Order,
): Promise<Ordered | null> {
  let { wish } = order
  let overlap: Overlap | null = null
  const leadMinutes = order.chain.slice(1).map(() => dice.pick([null, 0, 1, 5, 90]))
  const startDeadlineMinutes = dice.pick([null, null, null, 5, 240])
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const note = dice.happens(0.2) ? `wish ${wish.local}` : null
    const due: DueInput = { kind: 'local', ...wish, overlap }
    const input = { ...inputOf(order, leadMinutes), due, startDeadlineMinutes, note }
    const answer = await scheduleDeployment(services, order.place.team.deployer, input)
    if (answer.ok) {
      const dueAtMs = promise(promises, answer.value.deploymentIds, { wish, overlap, note, leadMinutes })
      return { ids: answer.value.deploymentIds, dueAtMs }
    }
    const { refusal } = answer
    promises.refuse(refusal.kind)
    const wrong = whyWrong(refusal, wish)
    if (wrong !== null) promises.wrongRefusals.push(`${JSON.stringify(wish)}: ${wrong}`)
    if (refusal.kind === 'time_ambiguous') overlap = dice.pick(['earlier', 'later'])
    else if (refusal.kind === 'time_in_gap')
      wish = { ...wish, local: dice.pick([refusal.after, refusal.before]) }
    else if (refusal.kind === 'time_in_past' || refusal.kind === 'dependency_in_past')
      wish = minutesLater(wish, 240)
    else return null
  }
  return null
}

function inputOf(
  { chain, after }: Order,
  leadMinutes: readonly (number | null)[],
): Omit<ScheduleDeploymentInput, 'due' | 'startDeadlineMinutes' | 'note'> {
  const last: DependencyInput[] =
    after === null ? [] : [{ kind: 'existing', deploymentId: after, leadMinutes: null }]
  const [root, ...rest] = chain
  if (root === undefined) throw new Error('An order of nothing.')
  const dependencies = rest.reduceRight<DependencyInput[]>(
    (needs, target, index) => [
      { kind: 'new', ...target, image: null, leadMinutes: leadMinutes[index] ?? null, dependencies: needs },
    ],
    last,
  )
  return { ...root, image: null, dependencies, requestKey: null }
}

function promise(
  promises: Promises,
  ids: readonly string[],
  said: { wish: Wish; overlap: Overlap | null; note: string | null; leadMinutes: readonly (number | null)[] },
): number {
  const instants = instantsShowing(said.wish.local, said.wish.timezone)
  const rootDueAtMs = (said.overlap === 'later' ? instants[1] : instants[0]) ?? Number.NaN
  let dueAtMs = rootDueAtMs
  for (const [index, id] of ids.entries()) {
    if (index > 0) dueAtMs -= (said.leadMinutes[index - 1] ?? 15) * MINUTE_MS
    const typed = index === 0 ? { ...said.wish, overlap: instants.length > 1 ? said.overlap : null } : null
    promises.accept({ id, typed, dueAtMs, note: index === 0 ? said.note : null, end: null })
  }
  return rootDueAtMs
}

/** Why a refusal of a time is not right, by the other implementation; null when it is. */
function whyWrong(
  refusal: { kind: string; before?: unknown; after?: unknown; earlier?: unknown; later?: unknown },
  { local, timezone }: Wish,
): string | null {
  const instants = instantsShowing(local, timezone)
  if (refusal.kind === 'time_in_gap') {
    if (instants.length > 0) return 'It was called a gap, and clocks show it.'
    const exist = [refusal.before, refusal.after].every(
      (edge) => instantsShowing(String(edge), timezone).length > 0,
    )
    return exist ? null : 'What was proposed instead does not exist either.'
  }
  if (refusal.kind !== 'time_ambiguous') return null
  const told = [refusal.earlier, refusal.later].map((side) => (side instanceof Date ? side.getTime() : null))
  return instants.length === 2 && instants.every((instant, index) => told[index] === instant)
    ? null
    : `It was called ambiguous between ${told.join(' and ')}; it is shown at ${instants.join(' and ')}.`
}
