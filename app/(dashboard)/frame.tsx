'use client'

import { AppShell, Burger, Group, Indicator, Stack } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import { Wordmark } from '@/app/components/wordmark'
import { AccountMenu, type Team } from './account-menu'
import classes from './frame.module.css'
import { LiveBanner } from './live-banner'
import { Navigation } from './navigation'
import { ScheduleShortcut } from './schedule-shortcut'
import { useAttentionCount } from './use-attention-count'
import { useShortcuts } from './use-shortcuts'

export interface FrameProps {
  person: { name: string; email: string }
  team: Team
  teams: readonly Team[]
  mayDeploy: boolean
  children: ReactNode
}

/** The frame around every page after sign-in: navigation at the side, behind a burger on a phone. */
export function Frame({ person, team, teams, mayDeploy, children }: FrameProps) {
  const [isOpen, drawer] = useDisclosure(false)
  useShortcuts({ mayDeploy })
  useHotkeys([['Escape', drawer.close]])
  const attention = useAttentionCount()
  const closeButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isOpen) closeButton.current?.focus()
  }, [isOpen])
  return (
    <AppShell
      layout="alt"
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
      transitionDuration={0}
    >
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="sm" className={classes.header}>
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Indicator color="red" size={9} offset={4} disabled={attention === 0}>
              <Burger
                opened={isOpen}
                onClick={drawer.toggle}
                size="sm"
                aria-label={attention === 0 ? 'Navigation' : `Navigation, ${attention} to catch up on`}
                aria-expanded={isOpen}
              />
            </Indicator>
            <Wordmark />
          </Group>
          {mayDeploy ? <ScheduleShortcut size="compact" /> : null}
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" className={classes.navbar} data-closed={isOpen ? undefined : true}>
        <Stack gap="lg" flex={1} style={{ overflowY: 'auto' }}>
          <Group justify="space-between" px="sm" h={32}>
            <Wordmark />
            <Burger
              ref={closeButton}
              opened
              onClick={drawer.close}
              size="sm"
              hiddenFrom="sm"
              aria-label="Close navigation"
            />
          </Group>
          {mayDeploy ? <ScheduleShortcut size="full" onNavigate={drawer.close} /> : null}
          <Navigation attention={attention} onNavigate={drawer.close} />
        </Stack>
        <AccountMenu person={person} team={team} teams={teams} onNavigate={drawer.close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <div className={classes.page}>{children}</div>
      </AppShell.Main>
      <LiveBanner />
    </AppShell>
  )
}
