import { findFreePort } from '@/scripts/port.mjs'
import { noticeWhoIsUp } from '@/torture/notice-who-is-up'
import type { TorturePlan } from '@/torture/plan/plan'
import { startWebProcess, startWorkerProcess } from '@/torture/world/processes'
import type { Stage } from '@/torture/world/stage'
import { type Death, type Supervised, supervise } from '@/torture/world/supervised'

/** The processes of a run. */
export interface Cast {
  workers: Supervised[]
  web: { process: Supervised; origin: string } | null
  /** How each process ended that was started again. */
  deaths: Death[]
  end(): Promise<void>
}

/**
 * Rare, as each is reached some dozens of times a second. Nothing throws: what throws three times is stopped
 * for good, as it should be.
 */
const FAILPOINTS = [
  'commit.team.before=kill:0.0003',
  'commit.team.after=kill:0.0003',
  'commit.system.after=kill:0.0005',
  'wakeUp.deployment.before=kill:0.002',
  'wakeUp.deployment.after=kill:0.002',
  'wakeUp.run.before=kill:0.001',
  'wakeUp.run.after=kill:0.001',
  'rollouts.registerRevision.before=kill:0.005',
  'rollouts.registerRevision.after=kill:0.01',
  'rollouts.startRollout.before=kill:0.005',
  'rollouts.startRollout.after=kill:0.01',
  'rollouts.stopRollout.before=kill:0.02',
  'rollouts.stopRollout.after=kill:0.02',
  'rollouts.startRollout.before=delay3000:0.01',
  'rollouts.startRollout.before=stop:0.003',
]
/** A worker that stopped itself at a failpoint goes on at the next of these instants. */
const THAW_EVERY_MS = 25_000
const PAUSE_MS = 500

export interface CastOptions {
  workers: TorturePlan['workers']
  seed: number
  /** Whether workers end themselves now and then. */
  failpoints: boolean
  /** Whether there is a web server. */
  web: boolean
}

export async function openCast(stage: Stage, options: CastOptions): Promise<Cast> {
  const deaths: Death[] = []
  const common = { onDeath: (death: Death) => void deaths.push(death), pauseMs: PAUSE_MS }
  const workers = options.workers.map(({ clockOffsetMs }, index) =>
    supervise({
      ...common,
      name: `worker-${index}`,
      start: (generation) =>
        startWorkerProcess({
          name: `worker-${index}`,
          dataDir: stage.dataDir,
          variables: { ...stage.variables, SHIPCLOCK_VAULT_PRIVATE_KEY: stage.vaultPrivateKey },
          clockOffsetMs,
          failpoints: options.failpoints
            ? [`seed=${options.seed * 100_003 + index * 1_009 + generation}`, ...FAILPOINTS].join(';')
            : null,
        }),
    }),
  )
  const thawing = setInterval(() => {
    for (const worker of workers) worker.thaw()
  }, THAW_EVERY_MS)
  const web = options.web ? await openWeb(stage, common) : null
  const noticing = noticeWhoIsUp(stage, workers, web)
  return {
    workers,
    web,
    deaths,
    async end() {
      clearInterval(thawing)
      await noticing.stop()
      await Promise.all([...workers.map((worker) => worker.end()), web?.process.end()])
    },
  }
}

async function openWeb(
  stage: Stage,
  common: { onDeath: (death: Death) => void; pauseMs: number },
): Promise<NonNullable<Cast['web']>> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const variables = {
    ...stage.variables,
    PORT: String(port),
    HOST: '127.0.0.1',
    SHIPCLOCK_URL: origin,
    SHIPCLOCK_SECRET: 'q8Zr2fWm5Xc7Vb1Nk4Jh6Gd9Sa3Pe0Lt',
    SHIPCLOCK_DATA_DIR: stage.dataDir,
  }
  const start = () => startWebProcess({ name: 'web', dataDir: stage.dataDir, variables })
  return { origin, process: supervise({ ...common, name: 'web', start }) }
}
