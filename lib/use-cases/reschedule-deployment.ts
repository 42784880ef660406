import type { FreezeConflict } from '@/lib/domain/freeze-conflict'
import { type ImageRefusal, resolveImage } from '@/lib/domain/image-reference'
import type { MovedDeployment, RescheduleRefusal } from '@/lib/domain/reschedule-decision'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { AfterwardsRefusal } from '@/lib/domain/revert-decision'
import type { DueInput } from '@/lib/domain/schedule-decision'
import { changeDeployment, type LockedDeployment, lockDeployment } from '@/lib/postgres/deployments'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { findEarlyRevert } from './find-early-revert'
import { moveDeployment } from './move-deployment'
import { moveReverts } from './move-reverts'
import { type Move, planReschedule, type ReschedulePlan } from './plan-reschedule'
import { scheduledWords } from './schedule-words'
import { type UseCaseContext, useCase } from './use-case'
import { wakeFollowers } from './wake-others'

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
  /** Whether only to answer what would move; false where it is left out. */
  dryRun?: boolean
  /** Whether it shall be held where a freeze is open at the new time; otherwise that is refused. */
  hold?: boolean
}

export interface Rescheduled {
  id: string
  /** This deployment, the dependencies that were made with it, what reverts it, and what was skipped and came back. */
  movedIds: string[]
  /** The same, and what follows them and is due later for it, from when to when. */
  moves: Move[]
}

type Refusal =
  | RescheduleRefusal
  | FreezeConflict
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
    const { due, startDeadlineMinutes, withSkipped = false, hold = false } = input
    const order = { due, startDeadlineMinutes, withSkipped, hold }
    const planned = await planReschedule(database, deployment, order, now)
    if (!planned.ok) return planned
    const { moves } = planned.value
    const root = planned.value.moved.find((move) => move.id === deployment.id)
    const early = root && (await findEarlyRevert(database, deployment, root.dueAt))
    if (early) return refuse(early)
    if (!input.dryRun) await carryOut(context, { deployment, input, image: image.value }, planned.value, now)
    const { moved, back } = planned.value
    const reverts = moves.filter(({ kind }) => kind === 'reverts')
    const movedIds = [...moved, ...reverts, ...back].map((move) => move.id)
    return accept({ id: deployment.id, movedIds, moves })
  },
)

interface Change {
  deployment: LockedDeployment
  input: RescheduleDeploymentInput
  /** Undefined: stays. */
  image: string | null | undefined
}

async function carryOut(
  context: UseCaseContext,
  { deployment, input, image }: Change,
  { moved, back }: ReschedulePlan,
  now: Date,
): Promise<void> {
  const { database, services } = context
  const changed = image === undefined ? {} : { image }
  // Who gives it another time no longer means the one by which it was to be done.
  const finish = input.due === null ? {} : { finishByAt: null }
  await changeDeployment(database, deployment.id, { ...changed, ...finish, note: input.note })
  await writeEdit(context, deployment, input, { now, image })
  const move = (to: MovedDeployment, reason: string) =>
    moveDeployment(context, to, { now, reason, event: 'deployment.rescheduled' })
  for (const to of moved) {
    // Whoever let it through meant the time it had.
    if (input.due !== null) await changeDeployment(database, to.id, { freezeOverriddenAt: null })
    const isRoot = to.id === deployment.id
    const words = scheduledWords({ ...deployment, ...changed, ...to })
    await move(to, isRoot ? words : `Moved with ${deployment.label}.`)
    if (isRoot) await moveReverts(context, deployment, { to: to.dueAt, now })
  }
  for (const to of back) {
    await move(to, `Brought back with ${deployment.label}, because of which it was skipped.`)
  }
  const movedIds = [...moved, ...back].map(({ id }) => id)
  await wakeFollowers({ database, wakeUps: services.wakeUps }, movedIds, now)
}

function newImage(
  deployment: LockedDeployment,
  input: RescheduleDeploymentInput,
): Result<string | null | undefined, ImageRefusal & { path: string }> {
  if (input.image === undefined) return accept(undefined)
  const image = resolveImage(input.image, deployment.imageRepository)
  return image.ok ? image : refuse({ ...image.refusal, path: 'image' })
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
