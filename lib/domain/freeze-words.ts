import type { Freeze } from '@/lib/domain/freeze-window'
import { type ClockStyle, formatInZone } from '@/lib/domain/zone-format'

/** Why something does not start now, and when it will, as one sentence. */
export function heldWords(freeze: Freeze, timezone: string, style: ClockStyle = {}): string {
  const { effect, reason, endsAt } = freeze
  const until = endsAt === null ? 'with no end in sight' : `until ${formatInZone(endsAt, timezone, style)}`
  return effect === 'freeze'
    ? `Held by a freeze ${until}: ${sentence(reason)}`
    : `Held ${until}, outside of the allowed windows: ${sentence(reason)}`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
