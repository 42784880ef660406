import { movedAlong } from '@/lib/domain/comeback'
import { type ImageRefusal, resolveImage } from '@/lib/domain/image-reference'
import {
  decideReschedule,
  type MovedDeployment,
  type RescheduleRefusal,
} from '@/lib/domain/reschedule-decision'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { AfterwardsRefusal } from '@/lib/domain/revert-decision'
import type { DueInput } from '@/lib/domain/schedule-decision'
import {
  changeDeployment,
  dependentsOf,
  type LockedDeployment,
  lockDeployment,
  madeWith,
} from '@/lib/postgres/deployments'
import { revertsOf } from '@/lib/postgres/reverts'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { comebackWith } from './comeback-with'
import { findEarlyRevert } from './find-early-revert'
import { moveDeployment } from './move-deployment'
import { moveReverts } from './move-reverts'
import { scheduledWords } from './schedule-words'
import { type UseCaseContext, useCase } from './use-case'

export interface RescheduleDeploymentInput {
  id: string
  /** Null: the due time stays. */
  due: DueInput | null
  startDeadlineMinutes: number | null
  /** Undefined: stays. Null: what serves at start. */
  image: string | null | undefined
  note: string | null | undefined
  /** Whether what was skipped because of it comes back with it; false where it is left out. */
  withSkipped?: boolean
}

export interface Rescheduled {
  id: string
  /** This deployment, the dependencies that were made with it, what reverts it, and what was skipped and came back. */
  movedIds: string[]
}

type Refusal =
  | RescheduleRefusal
  | DeploymentNotFound
  | (ImageRefusal & { path: string })
  | Extract<AfterwardsRefusal, { kind: 'revert_not_after' }>
  /** A revert has no image of its own. */
  | { kind: 'revert_has_no_image' }

/** Changes what has not started: when, what, why. Its dependencies keep their distance to it. */
export const rescheduleDeployment = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    input: RescheduleDeploymentInput,
  ): Promise<Result<Rescheduled, Refusal>> => {
    const { database } = context
    const deployment = await lockDeployment(database, input.id)
    if (deployment === null) {
      return refuse({ kind: 'not_found', what: 'deployment', name: input.id, path: 'id' })
    }
    if (deployment.revertsId !== null && input.image) return refuse({ kind: 'revert_has_no_image' })
    const image = newImage(deployment, input)
    if (!image.ok) return image
    const now = await database.now()
    const moved = await decide(context, deployment, input, now)
    if (!moved.ok) return moved
    const [root] = moved.value
    const early = root && (await findEarlyRevert(database, deployment, root.dueAt))
    if (early) return refuse(early)

    const changed = { ...(image.value !== undefined && { image: image.value }), note: input.note }
    await changeDeployment(database, deployment.id, changed)
    const shown = { ...deployment, ...(image.value !== undefined && { image: image.value }) }
    await writeEdit(context, deployment, input, { now, image: image.value })
    for (const move of moved.value) {
      const isRoot = move.id === deployment.id
      const words = isRoot ? scheduledWords({ ...shown, ...move }) : `Moved with ${deployment.label}.`
      await moveDeployment(context, move, { now, reason: words, event: 'deployment.rescheduled' })
    }
    const reverts = root ? await moveReverts(context, deployment, { to: root.dueAt, now }) : []
    const back = input.withSkipped ? await bringBack(context, deployment, moved.value, now) : []
    const movedIds = [...moved.value.map((move) => move.id), ...reverts, ...back.map((move) => move.id)]
    return accept({ id: deployment.id, movedIds })
  },
)

function newImage(
  deployment: LockedDeployment,
  input: RescheduleDeploymentInput,
): Result<string | null | undefined, ImageRefusal & { path: string }> {
  if (input.image === undefined) return accept(undefined)
  const image = resolveImage(input.image, deployment.imageRepository)
  return image.ok ? image : refuse({ ...image.refusal, path: 'image' })
}

/** Where everything moves to; nothing moves when neither due time nor deadline was given. */
async function decide(
  { database }: UseCaseContext,
  deployment: LockedDeployment,
  input: RescheduleDeploymentInput,
  now: Date,
): Promise<Result<MovedDeployment[], RescheduleRefusal>> {
  const { dueAt, startDeadlineAt } = deployment
  const startDeadlineMinutes = (startDeadlineAt.getTime() - dueAt.getTime()) / 60_000
  const isMove = input.due !== null || input.startDeadlineMinutes !== null
  const companions = await madeWith(database, deployment.id)
  const reverts = new Set((await revertsOf(database, deployment.id)).map((revert) => revert.id))
  const facts = {
    now,
    deployment: { ...deployment, startDeadlineMinutes },
    madeWith: companions.map((row) => ({
      ...row,
      leadMinutes: (dueAt.getTime() - row.dueAt.getTime()) / 60_000,
    })),
    // What reverts it moves along.
    dependents: (await dependentsOf(database, deployment.id)).filter((row) => !reverts.has(row.id)),
  }
  const due = input.due ?? ({ kind: 'instant', at: dueAt, timezone: deployment.timezone } as const)
  const decided = decideReschedule(facts, {
    due,
    startDeadlineMinutes: input.startDeadlineMinutes ?? startDeadlineMinutes,
  })
  return decided.ok && !isMove ? accept([]) : decided
}

/** Nothing comes back when it did not move itself. */
async function bringBack(
  context: UseCaseContext,
  { id, label, dueAt }: LockedDeployment,
  moved: MovedDeployment[],
  now: Date,
): Promise<MovedDeployment[]> {
  const root = moved.find((move) => move.id === id)
  if (root === undefined) return []
  const back = await comebackWith(context.database, id)
  const moves = back.map((skipped) => movedAlong(skipped, { from: dueAt, to: root.dueAt }))
  const reason = `Brought back with ${label}, because of which it was skipped.`
  for (const move of moves) {
    await moveDeployment(context, move, { now, reason, event: 'deployment.rescheduled' })
  }
  return moves
}

async function writeEdit(
  { database, actor }: UseCaseContext,
  deployment: LockedDeployment,
  input: RescheduleDeploymentInput,
  { now, image }: { now: Date; image: string | null | undefined },
): Promise<void> {
  const changes = [
    ...(image !== undefined && image !== deployment.image
      ? [`the image to ${image ?? 'what runs at start'}`]
      : []),
    ...(input.note !== undefined ? ['the note'] : []),
  ]
  if (changes.length === 0) return
  const message = `${actor.label} changed ${changes.join(' and ')}.`
  await writeTimeline(database, [
    { deploymentId: deployment.id, at: now, event: 'deployment.changed', actor: actor.label, message },
  ])
}
