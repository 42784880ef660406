import { createVaultKeyPair } from '@/lib/vault/keys'

/** `shipclock keys create`: two lines for an environment file. */
export async function createKeys(): Promise<number> {
  const { publicKey, privateKey } = await createVaultKeyPair()
  process.stdout.write(`SHIPCLOCK_VAULT_PUBLIC_KEY=${publicKey}\nSHIPCLOCK_VAULT_PRIVATE_KEY=${privateKey}\n`)
  process.stderr.write(
    'Give the public key to the web process and the workers, the private key to the workers alone.\n',
  )
  return 0
}
