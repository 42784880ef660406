import { setTimeout as delay } from 'node:timers/promises'
import { isBuildStale } from '@/scripts/build'
import { carryOutDisturbances, heal } from './carry-out-disturbances'
import { carryOutWork, type OrderRecord } from './carry-out-work'
import { type Cast, openCast } from './cast'
import { check } from './checker/check'
import { collectFacts } from './checker/collect-facts'
import { resumeTimes } from './checker/resume-times'
import { atMost } from './clients/at-most'
import type { Client } from './clients/client'
import { openHttpClient } from './clients/http-client'
import { openUseCaseClient } from './clients/use-case-client'
import type { TortureOptions } from './options'
import { openPace } from './pace'
import { hashOfPlan, makePlan, type TorturePlan } from './plan/plan'
import type { Run } from './summary'
import { readHoldLog } from './world/hold-log'
import { queryDatabase } from './world/query-database'
import { type Stage, setStage } from './world/stage'

const ROLLOUT_SECONDS = 2
/** Clients that wait for an answer at the same time. */
const ASK_AT_ONCE = 12
/** How long a client keeps asking after everything has been healed. */
const PATIENCE_MS = 60_000
/** By then everything that was accepted must have ended: the longest wait for a throttled ECS is half a minute. */
const SETTLE_MS = 5 * 60_000
const READY_MS = 60_000

/** One whole run: the stage, the work and what goes wrong, a time to settle, the facts, the verdict. */
export async function runTorture(
  options: TortureOptions,
  say: (line: string) => void,
): Promise<Run & { dataDir: string }> {
  const plan = makePlan(options)
  const hash = hashOfPlan(plan)
  say(
    `Plan ${hash}: ${plan.work.orders.length} orders, ${plan.disturbances.length} disturbances in ${options.minutes} minutes.`,
  )
  const stage = await setStage({ services: plan.work.services, rolloutSeconds: ROLLOUT_SECONDS })
  say(`Everything is kept in ${stage.dataDir} until the run has ended well.`)
  let keep = true
  try {
    const run = await perform(options, plan, stage, say)
    keep = options.keep || run.findings.length > 0
    return { ...run, seed: options.seed, plan: hash, dataDir: stage.dataDir }
  } finally {
    await stage.close(keep)
  }
}

async function perform(
  options: TortureOptions,
  plan: TorturePlan,
  stage: Stage,
  say: (line: string) => void,
): Promise<Omit<Run, 'seed' | 'plan'>> {
  const web = options.web && !isBuildStale()
  if (options.web && !web) say('The web pages are not built: requests go through the use cases.')
  const own = stage.openOwnServices()
  const cast = await openCast(stage, { workers: plan.workers, seed: options.seed, failpoints: true, web })
  try {
    await untilAllAreUp(stage, cast)
    const client = cast.web
      ? openHttpClient(cast.web.origin, stage.token)
      : openUseCaseClient(own, stage.team.deployer)
    const startedAt = Date.now()
    const { orders, disturbed } = await disturbWork({ plan, stage, cast, client, startedAt })
    say(`Healed after ${Math.round((Date.now() - startedAt) / 1_000)} s; waiting for what is under way.`)
    await untilAllEnded(stage)
    const facts = await collectFacts(stage, own, orders)
    const resumed = resumeTimes(cast.deaths, await readHoldLog(stage.postgres.url), stage.outages.all())
    return {
      facts,
      findings: check(facts),
      resumed,
      deaths: cast.deaths,
      disturbed,
      wallMs: Date.now() - startedAt,
    }
  } finally {
    await cast.end()
    await own.close()
  }
}

async function disturbWork({
  plan,
  stage,
  cast,
  client,
  startedAt,
}: {
  plan: TorturePlan
  stage: Stage
  cast: Cast
  client: Client
  startedAt: number
}): Promise<{ orders: OrderRecord[]; disturbed: Run['disturbed'] }> {
  const pace = openPace(startedAt)
  const until = () => startedAt + plan.durationMs + pace.lagMs + PATIENCE_MS
  const crowd = atMost(ASK_AT_ONCE, client)
  const work = carryOutWork(plan.work.orders, { client: crowd, sandbox: stage.sandbox, pace, until })
  const disturbing = carryOutDisturbances(plan.disturbances, { stage, cast, pace })
  const [orders, disturbed] = await Promise.all([work, disturbing])
  await heal(stage)
  return { orders, disturbed }
}

/** Before the first disturbance every process shall have lived. */
async function untilAllAreUp(stage: Stage, { workers, web }: Cast): Promise<void> {
  const end = Date.now() + READY_MS
  const processes = [...workers, ...(web === null ? [] : [web.process])]
  while (!processes.every(({ isUp }) => isUp)) {
    if (Date.now() > end) throw new Error(`The processes did not start: see the logs in ${stage.dataDir}.`)
    await delay(200)
  }
}

/** What has not ended by then is the checker's to judge. */
async function untilAllEnded({ postgres }: Stage): Promise<void> {
  const end = Date.now() + SETTLE_MS
  const unfinished = async () => {
    const [row] = await queryDatabase<{ count: number }>(
      postgres.url,
      `SELECT count(*)::int AS count FROM deployments WHERE finished_at IS NULL`,
    )
    return row?.count ?? 0
  }
  while (Date.now() < end && (await unfinished()) > 0) await delay(1_000)
}
