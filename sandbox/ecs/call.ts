import type { AccessKey } from './records.ts'
import type { World } from './world.ts'

/** What one request works with. `nowMs` does not move while it is carried out. */
export type Call = {
  world: World
  nowMs: number
  caller: Pick<AccessKey, 'accessKeyId' | 'arn' | 'sessionName'>
  rolloutSeconds: number
  /** What the call changed, in the words of the ledger; nothing is added when nothing changed. */
  effects: string[]
}
