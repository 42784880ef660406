import type { DueRefusal } from '@/lib/domain/due-decision'
import { formatInZone } from '@/lib/domain/zone-format'
import { cannotDo, invalidRequest, type WordsByKind } from './words'

/** Refusals of a due time. The part of the input that is at fault is called `at`, however it was given. */
export const timeWords: WordsByKind<DueRefusal> = {
  invalid_local_time: ({ local }) => {
    const message = `“${local}” is not a date and time that exists. Give it as in 2027-03-14T02:30.`
    return invalidRequest(message, [{ path: 'at', message }])
  },
  unknown_timezone: ({ timezone }) =>
    cannotDo(
      'unknown_timezone',
      'Unknown time zone',
      `“${timezone}” is not a time zone that Shipclock knows. Use an IANA name, such as Europe/Berlin.`,
      { path: 'timezone' },
    ),
  time_in_gap: ({ local, timezone, before, after }) =>
    cannotDo(
      'time_in_gap',
      'This time does not exist',
      `Clocks in ${timezone} go forward and skip ${spaced(local)}. The nearest times that exist are ${spaced(before)} and ${spaced(after)}: choose one of them.`,
      { path: 'at', extra: { before, after } },
    ),
  time_ambiguous: ({ local, timezone, earlier, later }) =>
    cannotDo(
      'time_ambiguous',
      'This time exists twice',
      `Clocks in ${timezone} go back and show ${spaced(local)} twice. Choose the earlier one (${formatInZone(earlier, timezone)}) or the later one (${formatInZone(later, timezone)}).`,
      { path: 'overlap', extra: { earlier: earlier.toISOString(), later: later.toISOString() } },
    ),
  time_in_past: ({ dueAt, now }) =>
    cannotDo(
      'time_in_past',
      'This time has passed',
      `${formatInZone(dueAt, 'UTC')} is not ahead any more: it is ${formatInZone(now, 'UTC')} now. Choose a later time.`,
      { path: 'at', extra: { due_at: dueAt.toISOString(), now: now.toISOString() } },
    ),
  time_too_far: ({ latest }) =>
    cannotDo(
      'time_too_far',
      'This time is too far ahead',
      `Deployments are scheduled until ${formatInZone(latest, 'UTC')} at the latest. Choose an earlier time.`,
      { path: 'at', extra: { latest: latest.toISOString() } },
    ),
}

function spaced(local: string): string {
  return local.replace('T', ' ')
}
