/**
 * Every place at which a process can be made to die, stop, throw or wait: before and after each mutating
 * call of the platform, each commit, each wake-up. Nothing else in the product knows of them.
 */
export const FAILPOINTS = [
  'rollouts.registerRevision.before',
  'rollouts.registerRevision.after',
  'rollouts.startRollout.before',
  'rollouts.startRollout.after',
  'rollouts.stopRollout.before',
  'rollouts.stopRollout.after',
  'commit.team.before',
  'commit.team.after',
  'commit.system.before',
  'commit.system.after',
  'wakeUp.deployment.before',
  'wakeUp.deployment.after',
  'wakeUp.run.before',
  'wakeUp.run.after',
  'wakeUp.cloud_account.before',
  'wakeUp.cloud_account.after',
  'wakeUp.schedule.before',
  'wakeUp.schedule.after',
] as const

export type Failpoint = (typeof FAILPOINTS)[number]

/** What happens at a failpoint. `kill`: SIGKILL to itself. `stop`: SIGSTOP, until somebody outside sends SIGCONT. */
export type FailpointAction = { kind: 'kill' | 'stop' | 'throw' } | { kind: 'delay'; ms: number }

/** One armed failpoint: strikes by chance, or exactly the `nth` time that it is reached. */
export interface ArmedFailpoint {
  failpoint: Failpoint
  action: FailpointAction
  when: { kind: 'chance'; chance: number } | { kind: 'nth'; nth: number }
}

/** What a process is told by SHIPCLOCK_FAILPOINTS. */
export interface FailpointPlan {
  /** The same seed strikes at the same turns. */
  seed: number
  armed: ArmedFailpoint[]
}
