import { Prisma } from '@/lib/generated/prisma/client'
import { SOON, UNSETTLED } from './fragments'
import type { Invariant } from './invariant'

/** Schedules go on. A wake-up that is lost is asked for anew by the rescue, within seconds. */
export const SCHEDULE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'schedule-has-wake-up',
    sentence:
      'A schedule that something comes of has its own wake-up, which rings when the next occurrence is due.',
    severity: 'fault',
    offenders: ({ now }) => Prisma.sql`
      SELECT s.team_id, NULL::uuid AS deployment_id, 'schedule ' || s.id || ', next ' || s.next_at || ', ' || CASE
          WHEN j.id IS NULL THEN 'has no wake-up' ELSE 'its wake-up rings ' || j.start_after END AS detail
      FROM schedules s LEFT JOIN pgboss.job j ON j.name = 'wake-up' AND j.id = s.wake_up_id AND j.${UNSETTLED}
      WHERE s.next_at IS NOT NULL AND (j.id IS NULL
        OR j.start_after > greatest(s.next_at, ${now}::timestamptz) + ${SOON}
        OR j.data ->> 'scheduleId' IS DISTINCT FROM s.id::text)`,
  },
]
