const UNITS = [
  { name: 'd', ms: 24 * 60 * 60_000 },
  { name: 'h', ms: 60 * 60_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const

/**
 * A length of time in its two largest units, what is smaller cut off: `2 d 4 h`, `3 h 12 min`, `15 min`,
 * `42 s`. From a minute up seconds are left out; below zero it is `0 s`. A day is 24 hours.
 */
export function durationWords(ms: number): string {
  const largest = UNITS.findIndex((unit) => ms >= unit.ms)
  const first = UNITS[largest]
  if (first === undefined) return '0 s'
  const next = UNITS[largest + 1]
  const whole = Math.floor(ms / first.ms)
  const rest = next === undefined || next.name === 's' ? 0 : Math.floor((ms - whole * first.ms) / next.ms)
  return rest === 0 || next === undefined
    ? `${whole} ${first.name}`
    : `${whole} ${first.name} ${rest} ${next.name}`
}
