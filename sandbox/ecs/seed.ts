import { z } from 'zod'
import { accountId } from './arns.ts'
import type { Call } from './call.ts'
import { perform } from './operations/registry.ts'
import { demoKey, type Sandbox } from './sandbox.ts'
import { serviceKey } from './world.ts'

/** A seeded service looks as if it had been running for a day. */
const seededBeforeMs = 24 * 3_600_000

const containerSeed = z.looseObject({ name: z.string(), image: z.string() })
const serviceSeed = z.looseObject({
  name: z.string(),
  taskDefinition: z.looseObject({ family: z.string(), containers: z.array(containerSeed) }),
  desiredCount: z.number().int().min(0).default(1),
})

/**
 * What there shall be. A service takes every member that CreateService takes beside its name, a task
 * definition every member that RegisterTaskDefinition takes beside its containers.
 */
export const seedSchema = z.object({
  clusters: z.array(z.object({ name: z.string(), services: z.array(serviceSeed).default([]) })).default([]),
  roles: z.array(z.object({ arn: z.string(), externalId: z.string().nullable().default(null) })).default([]),
  accessKeys: z
    .array(
      z.object({
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
        userName: z.string().default('seeded'),
      }),
    )
    .default([]),
})

export type Seed = z.input<typeof seedSchema>

/**
 * Makes what is missing and leaves alone what is there, so that seeding twice changes nothing. Roles and
 * keys have nothing to lose: they are set to what the seed says.
 */
export function plantSeed(sandbox: Sandbox, given: Seed): void {
  const seed = seedSchema.parse(given)
  const call = sandbox.call(demoKey, sandbox.clock.now() - seededBeforeMs)
  for (const cluster of seed.clusters) {
    perform('CreateCluster', call, { clusterName: cluster.name })
    for (const service of cluster.services) plantService(call, cluster.name, service)
  }
  for (const role of seed.roles) sandbox.world.put({ kind: 'role', id: role.arn, value: role })
  for (const { accessKeyId, secretAccessKey, userName } of seed.accessKeys) {
    const arn = `arn:aws:iam::${accountId}:user/${userName}`
    const value = { ...demoKey, accessKeyId, secretAccessKey, arn }
    sandbox.world.put({ kind: 'accessKey', id: accessKeyId, value })
  }
  sandbox.keep(null)
}

function plantService(call: Call, cluster: string, seed: z.output<typeof serviceSeed>): void {
  const { name, taskDefinition, ...members } = seed
  if (call.world.services.get(serviceKey(cluster, name))?.status === 'ACTIVE') return
  const { family, containers, ...definition } = taskDefinition
  const request = { ...definition, family, containerDefinitions: containers }
  const revision = perform('RegisterTaskDefinition', call, request).taskDefinition?.revision ?? 0
  perform('CreateService', call, {
    ...members,
    cluster,
    serviceName: name,
    taskDefinition: `${family}:${revision}`,
  })
}
