import { parseArgs } from 'node:util'

export interface TortureOptions {
  /** Deployments to schedule, those that are made as dependencies included. */
  deployments: number
  /** Decides the whole plan: work, disturbances, when and whom. */
  seed: number
  /** For how long work comes in and disturbances strike; whatever is under way then may end in peace. */
  minutes: number
  /** Processes to end with SIGKILL; those that end themselves at a failpoint come on top. */
  kills: number
  workers: number
  /** Whether requests go through the web server's HTTP API; else through the use cases. */
  web: boolean
  json: boolean
  /** Leaves the data folder, with every process's log, also after a run that ended well. */
  keep: boolean
  /** The other run: no disturbance but that the answer to every mutating ECS call is cut. */
  answerLost: boolean
}

const KILLS_PER_MINUTE = 30

/** `npm run torture -- --deployments N --seed S [--minutes M] [--kills K] …`. @throws when one is no number. */
export function readOptions(args: string[]): TortureOptions {
  const { values } = parseArgs({
    args,
    options: {
      deployments: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      kills: { type: 'string' },
      workers: { type: 'string' },
      'no-web': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'answer-lost': { type: 'boolean', default: false },
    },
  })
  const answerLost = values['answer-lost']
  const deployments = number(values.deployments, 'deployments') ?? (answerLost ? 1_000 : 200)
  const kills = number(values.kills, 'kills')
  const minutes =
    number(values.minutes, 'minutes') ?? Math.max(1, (kills ?? deployments / 2) / KILLS_PER_MINUTE)
  return {
    deployments,
    seed: number(values.seed, 'seed') ?? 1,
    minutes,
    kills: kills ?? Math.round(minutes * KILLS_PER_MINUTE),
    workers: number(values.workers, 'workers') ?? 4,
    web: !values['no-web'],
    json: values.json,
    keep: values.keep,
    answerLost,
  }
}

function number(text: string | undefined, name: string): number | null {
  if (text === undefined) return null
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} is ${text}; it must be a number.`)
  return value
}
