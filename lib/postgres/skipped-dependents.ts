import type { Movable, SkippedDeployment } from '@/lib/domain/comeback'
import { targetLabel } from '@/lib/domain/target-label'
import type { TeamDatabase } from './database'

/** A skipped deployment, with what it takes to decide whether it can come back and to bring it back. */
export type SkippedDependent = SkippedDeployment & Movable & { label: string }

/** What moves when a deployment is made due again, and what was skipped because of any of it. */
export interface LeftBehind {
  /** The deployment itself and those made for it that go first and move along. */
  movingIds: string[]
  /** Directly or over others; what was due first comes first. */
  skipped: SkippedDependent[]
}

/** By the id of each of the deployments `ids`. */
export async function skippedDependents(
  database: TeamDatabase,
  ids: readonly string[],
): Promise<Map<string, LeftBehind>> {
  const places = await placesBehind(database, ids)
  const skippedIds = places.filter(({ isMoving }) => !isMoving).map(({ id }) => id)
  const skipped = await readSkipped(database, skippedIds)
  return new Map(
    ids.map((rootId) => {
      const behind = places.filter((place) => place.rootId === rootId)
      const skippedIdsOfRoot = new Set(behind.filter(({ isMoving }) => !isMoving).map(({ id }) => id))
      return [
        rootId,
        {
          movingIds: behind.filter(({ isMoving }) => isMoving).map(({ id }) => id),
          skipped: skipped.filter(({ id }) => skippedIdsOfRoot.has(id)),
        },
      ]
    }),
  )
}

interface Place {
  rootId: string
  id: string
  isMoving: boolean
}

/** What is movable is what `isMovable` of the domain says; UNION ends the walk where ways meet. */
async function placesBehind({ client, teamId }: TeamDatabase, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  return client.$queryRaw<Place[]>`
    WITH RECURSIVE moving(root_id, id) AS (
      SELECT d.id, d.id FROM deployments d WHERE d.team_id = ${teamId}::uuid AND d.id = ANY(${[...ids]}::uuid[])
      UNION
      SELECT d.made_for_id, d.id FROM deployments d
      WHERE d.team_id = ${teamId}::uuid AND d.made_for_id = ANY(${[...ids]}::uuid[])
        AND d.status IN ('scheduled', 'awaiting_approval', 'waiting', 'held', 'missed', 'skipped')
    ),
    behind(root_id, id) AS (
      SELECT root_id, id FROM moving
      UNION
      SELECT behind.root_id, d.id FROM behind
        JOIN dependencies x ON x.team_id = ${teamId}::uuid AND x.dependency_id = behind.id
        JOIN deployments d ON d.team_id = x.team_id AND d.id = x.dependent_id AND d.status = 'skipped'
          -- A revert comes back with what it reverts, asked for or not.
          AND d.reverts_id IS NULL
    )
    SELECT b.root_id::text AS "rootId", b.id::text, m.id IS NOT NULL AS "isMoving"
    FROM behind b LEFT JOIN moving m ON m.root_id = b.root_id AND m.id = b.id`
}

async function readSkipped(database: TeamDatabase, ids: string[]): Promise<SkippedDependent[]> {
  if (ids.length === 0) return []
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, id: { in: ids }, status: 'skipped' },
    select: {
      ...{ id: true, dueAt: true, startDeadlineAt: true, timezone: true, ...NAMES },
      dependencies: { select: { dependency: { select: { id: true, status: true, ...NAMES } } } },
    },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ application, environment, dependencies, ...row }) => ({
    ...row,
    label: targetLabel(application, environment),
    dependencies: dependencies.map(({ dependency: { id, status, ...names } }) => ({
      ...{ id, status, label: targetLabel(names.application, names.environment) },
    })),
  }))
}

const NAMES = {
  application: { select: { name: true } },
  environment: { select: { name: true } },
} as const
