import { z } from 'zod'
import type { Discovery, SealedSecret } from '@/lib/ports/rollouts'

const sealedSecret = z.object({
  keyId: z.string(),
  encapsulatedKey: z.string(),
  ciphertext: z.string(),
}) satisfies z.ZodType<SealedSecret>

const container = z.object({ name: z.string(), image: z.string() })

const service = z.object({
  name: z.string(),
  status: z.string(),
  desiredCount: z.number(),
  deploymentController: z.string(),
  containers: z.array(container),
})

const discovery = z.object({
  truncated: z.boolean(),
  identity: z.string().nullable(),
  clusters: z.array(z.object({ name: z.string(), services: z.array(service) })),
}) satisfies z.ZodType<Discovery>

/** What `cloud_accounts.sealed_credentials` holds. Throws when it holds anything else: we wrote it. */
export function readSealedSecret(json: unknown): SealedSecret {
  return sealedSecret.parse(json)
}

/** What `cloud_accounts.discovery` holds. An older form counts as none: the next connection test renews it. */
export function readDiscovery(json: unknown): Discovery | null {
  return discovery.safeParse(json).data ?? null
}
