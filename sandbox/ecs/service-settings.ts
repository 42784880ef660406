import { isDeepStrictEqual } from 'node:util'
import { AwsError } from './aws-error.ts'
import type { Service, ServiceSettings } from './records.ts'
import type { RequestOf } from './wire-types.ts'

type Configuration = Service['deploymentConfiguration']

/** Fills in what a request leaves out: from before, else as ECS does. */
export function completeDeploymentConfiguration(
  given: Configuration | undefined,
  before: Configuration | undefined,
): Configuration {
  const complete: Configuration = {
    strategy: 'ROLLING',
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: { enable: false, rollback: false },
    ...before,
    ...given,
  }
  if (complete.minimumHealthyPercent === 100 && complete.maximumPercent === 100) {
    throw new AwsError(
      'InvalidParameterException',
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    )
  }
  return complete
}

type SettingsRequest = Pick<RequestOf<'CreateService'>, keyof ServiceSettings>

/** The settings that a request gives, without what it leaves out. */
export function pickSettings(request: SettingsRequest): ServiceSettings {
  const all: ServiceSettings = {
    availabilityZoneRebalancing: request.availabilityZoneRebalancing,
    capacityProviderStrategy: request.capacityProviderStrategy,
    enableECSManagedTags: request.enableECSManagedTags,
    enableExecuteCommand: request.enableExecuteCommand,
    healthCheckGracePeriodSeconds: request.healthCheckGracePeriodSeconds,
    launchType: request.launchType,
    loadBalancers: request.loadBalancers,
    networkConfiguration: request.networkConfiguration,
    placementConstraints: request.placementConstraints,
    placementStrategy: request.placementStrategy,
    platformVersion: request.platformVersion,
    propagateTags: request.propagateTags,
    role: request.role,
    schedulingStrategy: request.schedulingStrategy,
    serviceConnectConfiguration: request.serviceConnectConfiguration,
    serviceRegistries: request.serviceRegistries,
    volumeConfigurations: request.volumeConfigurations,
    vpcLatticeConfigurations: request.vpcLatticeConfigurations,
  }
  return JSON.parse(JSON.stringify(all))
}

/** Settings whose change makes ECS start a new deployment; the others only take effect with the next one. */
const starting = [
  'loadBalancers',
  'networkConfiguration',
  'platformVersion',
  'serviceConnectConfiguration',
  'serviceRegistries',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
] as const satisfies (keyof ServiceSettings)[]

export function changesStartADeployment(before: ServiceSettings, after: ServiceSettings): boolean {
  return starting.some((name) => !isDeepStrictEqual(before[name], after[name]))
}
