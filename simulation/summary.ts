import { createHash } from 'node:crypto'
import type { FindingKind } from './checker/facts'
import type { SimulationOptions } from './options'
import type { Simulated } from './simulate'

const KINDS: readonly FindingKind[] = [
  ...(['lost', 'double', 'false_success', 'unexplained'] as const),
  ...(['early', 'too_late', 'wrong_local_time', 'late_without_cause'] as const),
]

/** One seed's years, as one line of JSON. */
export interface Summary {
  seed: number
  accepted: number
  refused: Record<string, number>
  findings: Record<string, number>
  /** Of what nobody had planned: errors, broken invariants, wake-ups that Shipclock lost by itself, wrong refusals. */
  surprises: number
  ended: Record<string, number>
  rollouts: number
  /** What was done to Shipclock. */
  met: Record<string, number>
  simulated_days: number
  wall_s: number
  /** Simulated by wall time. */
  speed_up: number
  /** Of everything that happened: the same for the same seed. */
  fingerprint: string
}

export function summaryOf({ seed }: SimulationOptions, simulated: Simulated, wallMs: number): Summary {
  const { facts, findings, promises, witness, simulatedMs } = simulated
  const of = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length
  return {
    seed,
    accepted: facts.promises.length,
    refused: promises.refused,
    findings: Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])),
    surprises: surprisesOf(simulated).length,
    ended: countBy(facts.deployments.map(({ status }) => status)),
    rollouts: facts.ledger.rollouts.length,
    met: witness.counts,
    simulated_days: Math.round(simulatedMs / 86_400_000),
    wall_s: Math.round(wallMs / 1_000),
    speed_up: Math.round(simulatedMs / wallMs),
    fingerprint: fingerprintOf(simulated),
  }
}

export function surprisesOf({ promises, witness }: Simulated): string[] {
  const lost = witness.lostByItself.map(
    (id) => `The wake-up of ${id} was lost, and nobody had taken it away.`,
  )
  return [...witness.surprises, ...lost, ...promises.wrongRefusals]
}

export function isClean({ findings, surprises }: Summary): boolean {
  return surprises === 0 && Object.values(findings).every((count) => count === 0)
}

function fingerprintOf({ facts }: Simulated): string {
  const rows = facts.deployments.map(({ teamId: _, ...row }) => row)
  const rollouts = facts.ledger.rollouts.map(({ service: _, ...rollout }) => rollout)
  return createHash('sha256')
    .update(JSON.stringify([rows, rollouts]))
    .digest('hex')
    .slice(0, 16)
}

function countBy(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}
