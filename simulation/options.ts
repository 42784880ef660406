import { parseArgs } from 'node:util'

export interface SimulationOptions {
  /** Decides everything that happens. */
  seed: number
  /** How many seeds are simulated, from this one on. */
  seeds: number
  years: number
  /** How many deployments people have accepted, at least. */
  deployments: number
  /** Whether anything goes wrong. */
  faults: boolean
  /** Whether everything that happens is told as it happens. */
  trace: boolean
}

/** @throws when one is no number. */
export function readOptions(args: string[]): SimulationOptions {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      years: { type: 'string' },
      deployments: { type: 'string' },
      faults: { type: 'boolean', default: true },
      trace: { type: 'boolean', default: false },
    },
  })
  return {
    seed: number(values.seed, 'seed') ?? 1,
    seeds: number(values.seeds, 'seeds') ?? 1,
    years: number(values.years, 'years') ?? 2,
    deployments: number(values.deployments, 'deployments') ?? 200,
    faults: values.faults,
    trace: values.trace,
  }
}

function number(text: string | undefined, name: string): number | null {
  if (text === undefined) return null
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`--${name} is ${text}; it must be a number above 0.`)
  return value
}
