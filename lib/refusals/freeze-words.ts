import type { FreezeConflict } from '@/lib/domain/freeze-conflict'
import { heldWords } from '@/lib/domain/freeze-words'
import { formatInZone } from '@/lib/domain/zone-format'
import { cannotDo, type WordsByKind } from './words'

export const freezeWords: WordsByKind<FreezeConflict> = {
  freeze_conflict: ({ label, dueAt, freeze, nextFree }) =>
    cannotDo(
      'freeze_conflict',
      'A freeze is in the way',
      [
        `${label} would be due ${formatInZone(dueAt, 'UTC')}. ${heldWords(freeze, 'UTC')}`,
        nextFree === null ? null : `The next free time is ${formatInZone(nextFree, 'UTC')}.`,
        'Choose another time, or say that it shall be held until the freeze ends.',
      ]
        .filter((part) => part !== null)
        .join(' '),
      {
        path: 'at',
        extra: {
          ...{ held: label, reason: freeze.reason, ends_at: freeze.endsAt?.toISOString() ?? null },
          next_free: nextFree?.toISOString() ?? null,
        },
      },
    ),
}
