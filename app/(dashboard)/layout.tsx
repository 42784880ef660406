import type { ReactNode } from 'react'
import { requireSession } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { Frame } from './frame'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, team, teams, actor } = await requireSession()
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
