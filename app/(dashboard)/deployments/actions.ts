'use server'

import { z } from 'zod'
import { rescheduleOrderSchema } from '@/app/(dashboard)/deployments/reschedule-order'
import { teamAction } from '@/app/team-action'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { confirmDeployment } from '@/lib/use-cases/confirm-deployment'
import { overrideFreeze } from '@/lib/use-cases/override-freeze'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { revertDeployment } from '@/lib/use-cases/revert-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'

const deploymentSchema = z.object({ id: z.uuid() })

export const rescheduleAction = teamAction(rescheduleOrderSchema, (services, actor, order) =>
  rescheduleDeployment(services, actor, { ...order, image: order.image, note: order.note }),
)

/** What the same order would move, without doing it. */
export const previewRescheduleAction = teamAction(rescheduleOrderSchema, (services, actor, order) =>
  rescheduleDeployment(services, actor, { ...order, image: order.image, note: order.note, dryRun: true }),
)

/** `stopRunning`: whoever asks knows that it runs, and means to roll it back. */
export const cancelAction = teamAction(
  deploymentSchema.extend({ stopRunning: z.boolean() }),
  cancelDeployment,
)

export const runNowAction = teamAction(deploymentSchema, runDeploymentNow)

export const overrideFreezeAction = teamAction(
  deploymentSchema.extend({ reason: z.string().max(300) }),
  overrideFreeze,
)

export const retryAction = teamAction(deploymentSchema, retryDeployment)

/** Answers the revert, which is a deployment itself. */
export const revertAction = teamAction(deploymentSchema, revertDeployment)

export const confirmAction = teamAction(deploymentSchema, confirmDeployment)
