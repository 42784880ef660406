'use client'

import { Menu } from '@mantine/core'
import { callAction } from '@/app/components/call-action'
import type { Team } from './account-menu'
import { chooseTeamAction } from './actions'

export interface TeamItemsProps {
  team: Team
  teams: readonly Team[]
}

/** The teams to work for, where there is more than one. */
export function TeamItems({ team, teams }: TeamItemsProps) {
  if (teams.length < 2) return null

  async function choose(id: string) {
    const result = await callAction(chooseTeamAction, { teamId: id })
    // The whole page anew: nothing of the team before may be left on it.
    if (result.ok) window.location.assign('/deployments')
  }

  return (
    <>
      <Menu.Divider />
      <Menu.Label>Team</Menu.Label>
      <Menu.RadioGroup value={team.id} onChange={choose}>
        {teams.map(({ id, name }) => (
          <Menu.RadioItem key={id} value={id}>
            {name}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
