import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'

/** Something that needs a deployment that moves, or that may move along with one. */
export interface DependentEdge {
  id: string
  /** The deployment that it needs. */
  of: string
  label: string
  dueAt: Date
  status: DeploymentStatus
  /** Not null: it follows, and is due no sooner than this long after the other. */
  delayMinutes: number | null
}

export interface Slide {
  id: string
  label: string
  from: Date
  to: Date
}

export interface Followed {
  /** Those that follow what moves, and those that follow them, where they are due later for it. */
  slides: Slide[]
  /** Has a due time of its own, which something that it needs has moved beyond; the first to be due. */
  overtaken: DependentEdge | null
}

/**
 * What the moves of some deployments do to those that need them: `movedTo` holds due times by deployment,
 * `edges` all that need those, and what needs the ones among them that follow.
 */
export function followMoves(movedTo: ReadonlyMap<string, Date>, edges: readonly DependentEdge[]): Followed {
  const dueAt = new Map(movedTo)
  const open = edges.filter(({ id, status }) => isPending(status) && !movedTo.has(id))
  for (let changed = true; changed; ) {
    changed = false
    for (const edge of open) {
      const readyAt = readyAfter(edge, dueAt)
      if (readyAt === null || readyAt.getTime() <= dueOf(edge, dueAt).getTime()) continue
      dueAt.set(edge.id, readyAt)
      changed = true
    }
  }
  const slides = new Map<string, Slide>()
  for (const edge of open) {
    const { id, label, dueAt: from } = edge
    const to = dueOf(edge, dueAt)
    if (to.getTime() > from.getTime()) slides.set(id, { id, label, from, to })
  }
  const [overtaken = null] = open
    .filter((edge) => edge.delayMinutes === null && dueOf(edge, dueAt) < (dueAt.get(edge.of) ?? edge.dueAt))
    .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
  return { slides: [...slides.values()], overtaken }
}

function dueOf({ id, dueAt }: DependentEdge, moved: ReadonlyMap<string, Date>): Date {
  return moved.get(id) ?? dueAt
}

function readyAfter({ of, delayMinutes }: DependentEdge, moved: ReadonlyMap<string, Date>): Date | null {
  const needed = moved.get(of)
  if (delayMinutes === null || needed === undefined) return null
  return new Date(needed.getTime() + delayMinutes * 60_000)
}
