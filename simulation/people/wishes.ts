import type { Dice } from '@/simulation/dice'
import { nextChangeMs, wallAt } from './wall-time'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Zones whose clocks do something unusual, and some where people are. */
const NOTABLE = [
  ...['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Antarctica/Troll'],
  ...[
    'Asia/Kolkata',
    'Africa/Casablanca',
    'Africa/Cairo',
    'Europe/Dublin',
    'America/St_Johns',
    'Asia/Beirut',
  ],
  ...[
    'America/Havana',
    'America/Santiago',
    'Pacific/Auckland',
    'Asia/Gaza',
    'America/Nuuk',
    'Atlantic/Azores',
  ],
  ...['America/Asuncion', 'Europe/Chisinau', 'Australia/Adelaide', 'Pacific/Kiritimati', 'Asia/Tokyo', 'UTC'],
]
const ALL = Intl.supportedValuesOf('timeZone')

/** When somebody would like something to happen, as they would type it. */
export interface Wish {
  local: string
  timezone: string
}

/** Quite often in the very night in which the clocks are changed, at a time that they may skip or show twice. */
export function wishFor(dice: Dice, nowMs: number): Wish {
  const timezone = dice.happens(0.7) ? dice.pick(NOTABLE) : dice.pick(ALL)
  const changeMs = dice.happens(0.35) ? nextChangeMs(timezone, nowMs + DAY_MS) : null
  if (changeMs !== null && changeMs < nowMs + 250 * DAY_MS) {
    const before = { local: wallAt(changeMs - MINUTE_MS, timezone), timezone }
    return minutesLater(before, dice.whole(-80, 90))
  }
  return { local: wallAt(nowMs + dice.whole(5, 20 * 24 * 60) * MINUTE_MS, timezone), timezone }
}

/** One more minute on the clock, whether or not it shows it. */
export function minutesLater({ local, timezone }: Wish, minutes: number): Wish {
  const later = new Date(Date.parse(`${local}Z`) + minutes * MINUTE_MS)
  return { local: later.toISOString().slice(0, 16), timezone }
}
