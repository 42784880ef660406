'use client'

import { Avatar, Group, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconLogout, IconSelector, IconUser } from '@tabler/icons-react'
import Link from 'next/link'
import { signOut } from 'next-auth/react'
import classes from './account-menu.module.css'
import { ColorSchemeItems } from './color-scheme-items'
import { TeamItems } from './team-items'

export interface Team {
  id: string
  name: string
}

export interface AccountMenuProps {
  person: { name: string; email: string }
  /** The one that they work for now. */
  team: Team
  teams: readonly Team[]
  onNavigate: () => void
}

/** Who is signed in, for which team, and what concerns them alone. */
export function AccountMenu({ person, team, teams, onNavigate }: AccountMenuProps) {
  return (
    <Menu position="top-start" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Group gap="sm" wrap="nowrap">
            <Avatar name={person.name} size={32} radius="xl" color="signal" aria-hidden />
            <div className={classes.names}>
              <Text size="sm" fw={550} truncate>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {team.name}
              </Text>
            </div>
            <IconSelector size={16} aria-hidden className={classes.hint} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}</Menu.Label>
        <Menu.Item
          component={Link}
          href="/settings/account"
          leftSection={<IconUser size={16} />}
          onClick={onNavigate}
        >
          Account
        </Menu.Item>
        <TeamItems team={team} teams={teams} />
        <Menu.Divider />
        <ColorSchemeItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => signOut({ callbackUrl: '/sign-in' })}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
