import { updateTeam } from '@/lib/use-cases/update-team'
import type { Dice } from '@/simulation/dice'
import type { Stage } from '@/simulation/stage'
import { accepted } from '@/tests/setup/fixtures'
import type { Place } from './places'
import type { Promises } from './promises'
import { type Order, type Ordered, schedule } from './scheduling'
import { act, type Person, type SecondThought } from './second-thoughts'
import { minutesLater, type Wish, wishFor } from './wishes'

export interface YearsOptions {
  places: readonly Place[]
  promises: Promises
  dice: Dice
  /** How many deployments to have accepted in all. */
  deployments: number
  fromMs: number
  untilMs: number
  /** What may happen around a due time, besides people. */
  onScheduled(ordered: Ordered): void
}

const KINDS = { single: 40, chain: 25, pair: 15, crowd: 4, after: 16 }
const ABOUT_PER_SESSION = 2

/** What people do in all those years; recurring schedules would have their place here as well. */
export function planYears(stage: Stage, options: YearsOptions): void {
  const { agenda } = stage
  const { dice, fromMs, untilMs } = options
  const sessions = Math.ceil(options.deployments / ABOUT_PER_SESSION)
  for (let session = 0; session < sessions; session += 1) {
    const atMs = fromMs + dice.whole(0, untilMs - fromMs)
    agenda.at(atMs, () => planSomething(stage, options))
  }
}

/** Somebody sits down and plans. */
async function planSomething(stage: Stage, options: YearsOptions): Promise<void> {
  const { dice, promises } = options
  if (promises.byId.size >= options.deployments) return
  const place = dice.pick(options.places)
  const wish = wishFor(dice, stage.clock.nowMs)
  const ordered: Ordered[] = []
  for (const order of ordersFor(dice, place, wish)) {
    const done = await schedule(stage, options, {
      ...order,
      after: order.after && (ordered[0]?.ids[0] ?? null),
    })
    if (done !== null) ordered.push(done)
  }
  for (const one of ordered) {
    options.onScheduled(one)
    const person = { stage, dice, promises, actor: place.team.deployer }
    planSecondThoughts(person, one)
  }
  if (dice.happens(0.05)) planLimitChange(stage, dice, place, ordered[0]?.dueAtMs)
}

/** What is planned together: `after` of the second and later ones stands for the first one. */
function ordersFor(dice: Dice, place: Place, wish: Wish): Order[] {
  const targets = () => distinct(dice, place.targets, dice.whole(2, 4))
  const one = (chain: Place['targets'], at = wish, after: string | null = null) => ({
    place,
    chain,
    wish: at,
    after,
  })
  const kind = dice.weighted(KINDS)
  switch (kind) {
    case 'single':
      return [one([dice.pick(place.targets)])]
    case 'chain':
      return [one(targets())]
    case 'pair': {
      const target = [dice.pick(place.targets)]
      return [one(target), one(target, minutesLater(wish, dice.whole(0, 1)))]
    }
    case 'crowd':
      return distinct(dice, place.targets, dice.whole(5, 9)).map((target) => one([target]))
    case 'after': {
      const [first, ...rest] = targets()
      if (first === undefined) return []
      return [one([first]), one(rest.slice(0, 1), minutesLater(wish, dice.pick([0, 0, 3])), 'the first')]
    }
  }
}

function distinct<Item>(dice: Dice, items: readonly Item[], count: number): Item[] {
  const left = [...items]
  return Array.from({ length: count }, () => {
    const item = dice.pick(left)
    left.splice(left.indexOf(item), 1)
    return item
  })
}

/** When, counted from the due time, and how likely. */
const LATER: readonly [SecondThought, number, (dice: Dice, leftMs: number) => number][] = [
  ['cancel', 0.05, (dice, leftMs) => -dice.whole(0, leftMs)],
  ['cancel', 0.06, (dice) => dice.pick([-50, -2, -1, 0, 0, 1, 2, 50, 4_000])],
  ['stop', 0.07, (dice) => dice.whole(0, 30_000)],
  ['move', 0.08, (dice, leftMs) => -dice.whole(0, leftMs)],
  ['move', 0.03, (dice) => dice.pick([-20, -1, 0, 1, 20])],
  ['run_now', 0.06, (dice, leftMs) => -dice.whole(0, leftMs)],
  ['run_now', 0.02, (dice) => dice.pick([-30, -1, 0, 1])],
  ['note', 0.08, (dice, leftMs) => -dice.whole(0, leftMs)],
  ['retry', 0.4, (dice) => dice.whole(60_000, 4 * 60 * 60_000)],
  ['bring_back', 0.5, (dice) => dice.whole(3_600_000, 40 * 3_600_000)],
]

function planSecondThoughts(person: Person, { ids, dueAtMs }: Ordered): void {
  const { agenda, clock } = person.stage
  for (const [index, id] of ids.entries()) {
    for (const [thought, chance, when] of LATER) {
      // Mostly about what somebody asked for itself.
      if (!person.dice.happens(index === 0 ? chance : chance / 3)) continue
      const atMs = dueAtMs + when(person.dice, Math.max(0, dueAtMs - clock.nowMs))
      agenda.at(atMs, () => act(person, thought, id))
    }
  }
}

/** The team's limit is lowered around a due time, and raised again. */
function planLimitChange(
  { agenda, clock, services, witness }: Stage,
  dice: Dice,
  { team }: Place,
  dueAtMs: number | undefined,
): void {
  if (dueAtMs === undefined) return
  const set = (maxRunning: number) => async () => {
    accepted(await updateTeam(services, team.admin, { maxRunning }))
    witness.limitsRaisedMs.push(clock.nowMs)
  }
  agenda.at(dueAtMs - dice.whole(0, 60_000), set(1))
  agenda.at(dueAtMs + dice.whole(0, 600_000), set(dice.pick([2, 5, 50])))
}
