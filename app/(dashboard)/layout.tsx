import type { ReactNode } from 'react'
import { requireSession } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { Frame } from './frame'
import { Unavailable } from './unavailable'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await requireSession().catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable) return error
    throw error
  })
  if (session instanceof DatabaseUnavailable) return <Unavailable trouble={session.trouble} />
  const { user, team, teams, actor } = session
  return (
    <Frame
      person={{ name: user.name, email: user.email }}
      team={{ id: team.teamId, name: team.name }}
      teams={teams.map(({ teamId, name }) => ({ id: teamId, name }))}
      mayDeploy={may(actor.role, 'deploy')}
    >
      {children}
    </Frame>
  )
}
