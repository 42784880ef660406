import { earliestMinute } from '@/lib/domain/due-decision'
import { type Freeze, type FreezeWindow, freezeAt, type Place } from '@/lib/domain/freeze-window'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** A deployment that is to start at an instant. */
export interface PlannedStart {
  label: string
  dueAt: Date
  place: Place
}

export interface FreezeConflict {
  kind: 'freeze_conflict'
  /** What would be held: the deployment itself, or one that is made with it. */
  label: string
  dueAt: Date
  freeze: Freeze
  /** The first whole minute from which on the deployment, and all that is made with it, are free; null: none is known. */
  nextFree: Date | null
}

const MOST_STEPS = 200

/**
 * A plan as it may be stored: refused where a freeze would hold part of it, unless whoever made it says
 * that it shall be held. Then the start deadline of what is held counts from the end of the freeze, as far
 * as that is known: it is meant to start, not to be missed.
 */
export function respectFreezes<Start extends PlannedStart & { startDeadlineAt: Date }>(
  plan: readonly Start[],
  { windows, hold }: { windows: readonly FreezeWindow[]; hold: boolean },
): Result<Start[], FreezeConflict> {
  const conflict = findFreezeConflict(plan, windows)
  if (conflict !== null && !hold) return refuse(conflict)
  return accept(plan.map((start) => ({ ...start, startDeadlineAt: deadlineOf(start, windows) })))
}

function deadlineOf(
  { dueAt, startDeadlineAt, place }: PlannedStart & { startDeadlineAt: Date },
  windows: readonly FreezeWindow[],
): Date {
  const endsAt = freezeAt(windows, place, dueAt)?.endsAt ?? dueAt
  return new Date(endsAt.getTime() + startDeadlineAt.getTime() - dueAt.getTime())
}

/**
 * What of a plan would be held when it is due, the first of them first. The plan begins with the
 * deployment that the others are made for: `nextFree` is its due time, moved with the others' so that
 * nothing of it is held.
 */
export function findFreezeConflict(
  plan: readonly PlannedStart[],
  windows: readonly FreezeWindow[],
): FreezeConflict | null {
  const held = plan.flatMap(({ label, dueAt, place }) => {
    const freeze = freezeAt(windows, place, dueAt)
    return freeze === null ? [] : [{ label, dueAt, freeze }]
  })
  const [first] = held.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
  return first ? { kind: 'freeze_conflict', ...first, nextFree: nextFreeOf(plan, windows) } : null
}

function nextFreeOf(plan: readonly PlannedStart[], windows: readonly FreezeWindow[]): Date | null {
  const [root] = plan
  if (root === undefined) return null
  let dueAt = root.dueAt
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const shiftMs = dueAt.getTime() - root.dueAt.getTime()
    const furthest = furthestShift(plan, windows, shiftMs)
    if (furthest === null) return null
    if (furthest === shiftMs) return dueAt
    dueAt = earliestMinute(new Date(root.dueAt.getTime() + furthest))
  }
  return null
}

/** How far the plan has to be moved at least so that none of it is in the freeze that it is in when moved by `shiftMs`. */
function furthestShift(
  plan: readonly PlannedStart[],
  windows: readonly FreezeWindow[],
  shiftMs: number,
): number | null {
  let furthest = shiftMs
  for (const { dueAt, place } of plan) {
    const freeze = freezeAt(windows, place, new Date(dueAt.getTime() + shiftMs))
    if (freeze === null) continue
    if (freeze.endsAt === null) return null
    furthest = Math.max(furthest, freeze.endsAt.getTime() - dueAt.getTime())
  }
  return furthest
}
