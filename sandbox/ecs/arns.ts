/** The account and region that the sandbox is. Any region may be signed for; the ARNs are of this one. */
export const accountId = '123456789012'
export const region = 'us-east-1'

const prefix = `arn:aws:ecs:${region}:${accountId}`

export function clusterArn(cluster: string): string {
  return `${prefix}:cluster/${cluster}`
}

export function serviceArn(cluster: string, service: string): string {
  return `${prefix}:service/${cluster}/${service}`
}

export function taskDefinitionArn(family: string, revision: number): string {
  return `${prefix}:task-definition/${family}:${revision}`
}

export function serviceDeploymentArn(cluster: string, service: string, id: string): string {
  return `${prefix}:service-deployment/${cluster}/${service}/${id}`
}

export function serviceRevisionArn(cluster: string, service: string, id: string): string {
  return `${prefix}:service-revision/${cluster}/${service}/${id}`
}

export function taskArn(cluster: string, id: string): string {
  return `${prefix}:task/${cluster}/${id}`
}

export function containerArn(cluster: string, taskId: string, containerId: string): string {
  return `${prefix}:container/${cluster}/${taskId}/${containerId}`
}

/** The last part of an ARN or of a path: names are given by themselves or as an ARN. */
export function nameIn(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
}
