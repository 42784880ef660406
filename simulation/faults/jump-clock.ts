import type { Stage } from '@/simulation/stage'

/** The database's clock is set forward. */
export async function jumpClock({ clock, witness }: Stage, ms: number): Promise<void> {
  const fromMs = clock.nowMs
  await clock.moveTo(fromMs + ms)
  witness.count('clock_jumps', `${ms}`)
  witness.disturb({ what: 'clock_jumped', fromMs, untilMs: clock.nowMs, about: null })
}
