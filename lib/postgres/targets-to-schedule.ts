import type { TeamDatabase } from './database'
import { idOrSlug } from './deployment-lists'

export interface TargetToSchedule {
  targetId: string
  applicationId: string
  application: { name: string; slug: string }
  environment: { id: string; name: string; slug: string; startDeadlineMinutes: number | null }
  imageRepository: string | null
}

/** The application's targets that deployments can go to; null when the team has no such application. */
export async function targetsToSchedule(
  database: TeamDatabase,
  application: string,
): Promise<{ name: string; targets: TargetToSchedule[] } | null> {
  const row = await database.client.application.findFirst({
    where: { teamId: database.teamId, ...idOrSlug(application) },
    select: {
      id: true,
      name: true,
      slug: true,
      targets: {
        where: { retiredAt: null },
        select: {
          id: true,
          imageRepository: true,
          environment: { select: { id: true, name: true, slug: true, startDeadlineMinutes: true } },
        },
        orderBy: { createdAt: 'asc' },
      },
    },
  })
  if (row === null) return null
  return {
    name: row.name,
    targets: row.targets.map(({ id, ...target }) => ({
      ...target,
      targetId: id,
      applicationId: row.id,
      application: { name: row.name, slug: row.slug },
    })),
  }
}
