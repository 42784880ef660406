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

test('years of deployments with dying workers and a failing platform leave nothing lost, double, false or late', async () => {
  const simulated = await simulate('--seed', '1', '--seeds', '2', '--years', '2', '--deployments', '25')
  expect(simulated.said).not.toMatch(/surprise|late_without_cause|wrong_local_time/)
  expect(simulated).toMatchObject({ code: 0, ok: true, failed_seeds: [] })
  for (const { accepted, met, simulated_days: days } of simulated.seeds) {
    expect(accepted).toBeGreaterThan(15)
    expect(days).toBeGreaterThan(730)
    expect(met.deaths).toBeGreaterThan(3)
    expect(met['run.finished']).toBeGreaterThan(10)
  }
})

test('the same seed makes the same years, the next one others', async () => {
  const args = ['--years', '1', '--deployments', '6']
  const [first] = (await simulate('--seed', '5', ...args)).seeds
  const both = (await simulate('--seed', '5', '--seeds', '2', ...args)).seeds
  expect(both.map(({ fingerprint }) => fingerprint === first?.fingerprint)).toEqual([true, false])
})
