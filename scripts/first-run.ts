/** What the first start makes. */
export interface FirstRunOptions {
  databaseUrl: string
  vaultPublicKey: string
  /** Null: no demo team. Else where its ECS sandbox listens. */
  sandboxPort: number | null
  allowPrivateEndpoints: boolean
  admin: { email: string; password: string }
}

/** @returns how to sign in, or null when it was done before */
export async function firstRun(
  options: FirstRunOptions,
): Promise<{ signIn: { email: string; password: string } | null }> {
  void options
  return { signIn: null }
}
