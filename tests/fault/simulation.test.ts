import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { z } from 'zod'

const summary = z.object({
  seed: z.number(),
  accepted: z.number(),
  findings: z.record(z.string(), z.number()),
  surprises: z.number(),
  ended: z.record(z.string(), z.number()),
  met: z.record(z.string(), z.number()),
  simulated_days: z.number(),
  fingerprint: z.string(),
})
const lastLine = z.object({ ok: z.boolean(), failed_seeds: z.array(z.number()), seeds: z.array(summary) })

/** In a process of its own: a simulation has its own clock and dice. */
async function simulate(...args: string[]) {
  const command = ['--import', './scripts/alias.mjs', 'simulation/main.ts', ...args]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], told, said] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ])
  const lines = told.trim().split('\n')
  return { code, said, ...lastLine.parse(JSON.parse(lines.at(-1) ?? '')) }
}

/** A machine that is busy with something else takes its time. */
const PATIENCE_MS = 300_000

test(
  'years of deployments with dying workers and a failing platform leave nothing lost, double, false or late, and can be lived again',
  async () => {
    const args = ['--seed', '5', '--years', '2', '--deployments', '14']
    const simulated = await simulate(...args, '--seeds', '2')
    expect(simulated.said).not.toMatch(/NOT CLEAN/)
    expect(simulated).toMatchObject({ code: 0, ok: true, failed_seeds: [] })
    for (const { accepted, met, simulated_days: days } of simulated.seeds) {
      expect(accepted).toBeGreaterThan(8)
      expect(days).toBeGreaterThan(730)
      expect(met.deaths).toBeGreaterThan(0)
      expect(met['run.finished']).toBeGreaterThan(3)
    }
    const [again] = (await simulate(...args)).seeds
    expect(simulated.seeds.map(({ fingerprint }) => fingerprint === again?.fingerprint)).toEqual([
      true,
      false,
    ])
  },
  PATIENCE_MS,
)
