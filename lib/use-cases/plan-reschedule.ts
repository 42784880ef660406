import { movedAlong } from '@/lib/domain/comeback'
import { type FreezeConflict, respectFreezes } from '@/lib/domain/freeze-conflict'
import type { Place } from '@/lib/domain/freeze-window'
import {
  decideReschedule,
  isMovable,
  type MovedDeployment,
  type RescheduleRefusal,
  slidesOf,
} from '@/lib/domain/reschedule-decision'
import { accept, type Result } from '@/lib/domain/result'
import type { DueInput } from '@/lib/domain/schedule-decision'
import { companionsOf, dependentEdges } from '@/lib/postgres/chain-moves'
import type { TeamDatabase } from '@/lib/postgres/database'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { freezeWindows } from '@/lib/postgres/freeze-windows'
import { type Revert, revertsOf } from '@/lib/postgres/reverts'
import type { SkippedDependent } from '@/lib/postgres/skipped-dependents'
import { comebackWith } from './comeback-with'

/**
 * How a deployment comes to move: somebody `asked`, it goes `with` the one that needs it, it `reverts` one, it `follows` one
 * that is due later, or it was skipped because of it and is `brought_back`.
 */
export const MOVE_KINDS = ['asked', 'with', 'reverts', 'follows', 'brought_back'] as const

/** What moves from when to when. */
export interface Move {
  id: string
  label: string
  kind: (typeof MOVE_KINDS)[number]
  from: Date
  to: Date
}

export interface ReschedulePlan {
  /** The deployment and what goes with it. */
  moved: MovedDeployment[]
  back: MovedDeployment[]
  /** All that moves, also what only follows, in the order in which it will be due. */
  moves: Move[]
}

export interface MoveOrder {
  due: DueInput | null
  startDeadlineMinutes: number | null
  withSkipped: boolean
  /** Whether what a freeze holds then shall be held; otherwise that is refused. */
  hold: boolean
}

const NOTHING_MOVES: ReschedulePlan = { moved: [], back: [], moves: [] }

/** Where everything moves to; nothing moves when neither due time nor deadline was given. */
export async function planReschedule(
  database: TeamDatabase,
  deployment: LockedDeployment,
  order: MoveOrder,
  now: Date,
): Promise<Result<ReschedulePlan, RescheduleRefusal | FreezeConflict>> {
  const { id, dueAt, startDeadlineAt, timezone } = deployment
  const startDeadlineMinutes = (startDeadlineAt.getTime() - dueAt.getTime()) / 60_000
  const companions = await companionsOf(database, id)
  const reverts = (await revertsOf(database, id)).filter(({ status }) => isMovable(status))
  const edges = await dependentEdges(database, [id, ...companions.map((row) => row.id)])
  const facts = {
    now,
    deployment: { ...deployment, startDeadlineMinutes },
    madeWith: companions.map((row) => ({
      ...row,
      leadMinutes: (dueAt.getTime() - row.dueAt.getTime()) / 60_000,
    })),
    // What reverts it moves along.
    dependents: edges.filter((edge) => !reverts.some((revert) => revert.id === edge.id)),
  }
  const decided = decideReschedule(facts, {
    due: order.due ?? { kind: 'instant', at: dueAt, timezone },
    startDeadlineMinutes: order.startDeadlineMinutes ?? startDeadlineMinutes,
  })
  if (!decided.ok) return decided
  if (order.due === null && order.startDeadlineMinutes === null) return accept(NOTHING_MOVES)
  const known = [deployment, ...companions]
  // Whoever leaves the time as it is has not chosen it now.
  const isFree = order.due === null || deployment.revertsId !== null
  const respecting = isFree
    ? decided
    : await respectFreezesAt(database, decided.value, { known, hold: order.hold })
  if (!respecting.ok) return respecting
  const moved = respecting.value
  const back = order.withSkipped ? await bringBack(database, deployment, moved) : []
  const slides = slidesOf(facts, moved).filter((slide) => !back.some(({ to }) => to.id === slide.id))
  const moves = [
    ...moved.map((move) => toMove(move, known, move.id === id ? 'asked' : 'with')),
    ...reverts.map((revert) => moveOfRevert(revert, deployment, moved)),
    ...slides.map((slide) => ({ ...slide, kind: 'follows' as const })),
    ...back.map(({ to, skipped }) => ({
      ...{
        id: to.id,
        label: skipped.label,
        kind: 'brought_back' as const,
        from: skipped.dueAt,
        to: to.dueAt,
      },
    })),
  ]
  return accept({
    moved,
    back: back.map(({ to }) => to),
    moves: moves.sort((a, b) => a.to.getTime() - b.to.getTime()),
  })
}

async function respectFreezesAt(
  database: TeamDatabase,
  moves: MovedDeployment[],
  { known, hold }: { known: (Place & { id: string; label: string })[]; hold: boolean },
): Promise<Result<MovedDeployment[], FreezeConflict>> {
  const plan = moves.flatMap((move) => {
    const place = known.find(({ id }) => id === move.id)
    return place === undefined ? [] : [{ ...move, label: place.label, place }]
  })
  const respecting = respectFreezes(plan, { windows: await freezeWindows(database), hold })
  return respecting.ok ? accept(respecting.value.map(({ label: _, place: __, ...move }) => move)) : respecting
}

/** At the same distance as before. */
function moveOfRevert(
  { id, dueAt }: Revert,
  reverted: LockedDeployment,
  moved: readonly MovedDeployment[],
): Move {
  const to = moved.find((move) => move.id === reverted.id)?.dueAt ?? reverted.dueAt
  const shiftMs = to.getTime() - reverted.dueAt.getTime()
  const label = `Revert of ${reverted.label}`
  return { id, label, kind: 'reverts', from: dueAt, to: new Date(dueAt.getTime() + shiftMs) }
}

function toMove(
  { id, dueAt }: MovedDeployment,
  known: readonly { id: string; label: string; dueAt: Date }[],
  kind: Move['kind'],
): Move {
  const before = known.find((one) => one.id === id)
  return { id, label: before?.label ?? '', kind, from: before?.dueAt ?? dueAt, to: dueAt }
}

/** What was skipped because of it and can come back, at its distance. */
async function bringBack(
  database: TeamDatabase,
  { id, dueAt }: LockedDeployment,
  moved: readonly MovedDeployment[],
): Promise<{ to: MovedDeployment; skipped: SkippedDependent }[]> {
  const root = moved.find((move) => move.id === id)
  if (root === undefined) return []
  const back = await comebackWith(database, id)
  return back.map((skipped) => ({ skipped, to: movedAlong(skipped, { from: dueAt, to: root.dueAt }) }))
}
