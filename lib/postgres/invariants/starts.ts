import { Prisma } from '@/lib/generated/prisma/client'
import { inScope } from './fragments'
import type { Invariant } from './invariant'

/** Nothing starts before its time. */
export const START_INVARIANTS: readonly Invariant[] = [
  {
    name: 'never-early',
    // Run now makes it due at that instant, so this holds for it, too.
    sentence: 'Nothing starts before it is due.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, 'started ' || d.started_at || ', due ' || d.due_at AS detail
      FROM deployments d WHERE d.started_at < d.due_at AND ${inScope(moment)}`,
  },
  {
    name: 'dependencies-first',
    // Success is final, and of a retried deployment the first start counts: no exception is needed for retries.
    sentence: 'Nothing starts before all that it depends on has succeeded.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, 'started ' || d.started_at || ', depends on ' || o.id
        || ', which is ' || o.status || coalesce(' since ' || o.finished_at, '') AS detail
      FROM deployments d
        JOIN dependencies x ON x.team_id = d.team_id AND x.dependent_id = d.id
        JOIN deployments o ON o.team_id = x.team_id AND o.id = x.dependency_id
      WHERE d.started_at IS NOT NULL AND ${inScope(moment)}
        AND (o.status <> 'succeeded' OR o.finished_at > d.started_at)`,
  },
  {
    name: 'delay-is-kept',
    sentence: 'Nothing that follows another starts before its delay after the success of that is over.',
    severity: 'fault',
    offenders: (moment) => Prisma.sql`
      SELECT d.team_id, d.id AS deployment_id, 'started ' || d.started_at || ', follows ' || o.id
        || ' by ' || x.delay_minutes || ' min, which succeeded ' || o.finished_at AS detail
      FROM deployments d
        JOIN dependencies x ON x.team_id = d.team_id AND x.dependent_id = d.id AND x.delay_minutes > 0
        JOIN deployments o ON o.team_id = x.team_id AND o.id = x.dependency_id
      WHERE d.started_at < o.finished_at + x.delay_minutes * interval '1 minute' AND ${inScope(moment)}`,
  },
]
