import { serviceArn, taskDefinitionArn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import {
  findTaskDefinition,
  requireActiveTaskDefinition,
  requireCluster,
  requireService,
} from '../lookups.ts'
import type { Service, TaskDefinition } from '../records.ts'
import { standingOf } from '../rollout-script.ts'
import {
  changesStartADeployment,
  completeDeploymentConfiguration,
  pickSettings,
} from '../service-settings.ts'
import { describeService } from '../service-view.ts'
import { putService, startRollout } from '../start-rollout.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'

/**
 * Changes a service. A deployment starts when the task definition or a setting that tasks carry changes,
 * or when it is forced. The same task definition again, or another desired count, starts none.
 */
export function updateService(call: Call, request: RequestOf<'UpdateService'>): AnswerOf<'UpdateService'> {
  const cluster = requireCluster(call.world, request.cluster)
  const before = requireService(call.world, cluster, request.service)
  refuseForController(before, request)
  const current = currentTaskDefinition(call, before)
  const definition =
    request.taskDefinition === undefined
      ? null
      : requireActiveTaskDefinition(call.world, request.taskDefinition)
  const after = changed(before, request)
  const starts =
    request.forceNewDeployment === true ||
    (definition !== null && arnOf(definition) !== current) ||
    changesStartADeployment(before.settings, after.settings)
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    putService(call, after)
    call.effects.push(`settings_changed ${serviceArn(after.cluster, after.name)}`)
  }
  // A forced deployment of what runs now is allowed although its revision has been deregistered.
  const deployed = definition ?? findTaskDefinition(call.world, current)
  if (starts && deployed !== undefined) startRollout(call, after, deployed)
  return { service: describeService(after, call.world.rolloutsOf(after), call.nowMs, true) }
}

function changed(before: Service, request: RequestOf<'UpdateService'>): Service {
  return {
    ...before,
    desiredCount: request.desiredCount ?? before.desiredCount,
    deploymentController: request.deploymentController?.type ?? before.deploymentController,
    deploymentConfiguration: completeDeploymentConfiguration(
      request.deploymentConfiguration,
      before.deploymentConfiguration,
    ),
    settings: { ...before.settings, ...pickSettings(request) },
  }
}

function currentTaskDefinition(call: Call, service: Service): string {
  const rollout = call.world.rolloutsOf(service).at(-1)
  return rollout === undefined ? '' : standingOf(rollout, call.nowMs).primary.taskDefinition
}

function arnOf(definition: TaskDefinition): string {
  return taskDefinitionArn(definition.family, definition.revision)
}

function refuseForController(service: Service, request: RequestOf<'UpdateService'>): void {
  const controller = service.deploymentController
  if (controller === 'ECS' || request.deploymentController?.type === 'ECS') return
  const instead =
    controller === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use CreateTaskSet to trigger a new deployment.'
  if (request.taskDefinition !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      `Unable to update task definition on services with a ${controller} deployment controller. ${instead}`,
    )
  }
  if (request.forceNewDeployment === true) {
    throw new AwsError(
      'InvalidParameterException',
      `Cannot force a new deployment on services with a ${controller} deployment controller. ${instead}`,
    )
  }
  if (request.networkConfiguration !== undefined || request.platformVersion !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      `Unable to update network parameters on services with a ${controller} deployment controller. ${instead}`,
    )
  }
}
