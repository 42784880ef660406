'use client'

import { Badge, NavLink, Stack, Text, VisuallyHidden } from '@mantine/core'
import {
  IconBox,
  IconCalendar,
  IconClockExclamation,
  IconCloud,
  IconSettings,
  IconStack2,
  IconTimelineEvent,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ComponentType } from 'react'
import { CATCH_UP, type Destination, isWithin, SET_UP, WORK } from './destinations'
import classes from './navigation.module.css'

const ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  '/deployments': IconTimelineEvent,
  '/calendar': IconCalendar,
  [CATCH_UP]: IconClockExclamation,
  '/applications': IconBox,
  '/environments': IconStack2,
  '/cloud-accounts': IconCloud,
  '/settings': IconSettings,
}

export interface NavigationProps {
  /** How many deployments stand on the catch-up screen. */
  attention: number
  /** Closes the drawer on a phone. */
  onNavigate: () => void
}

/** The ways to every part of Shipclock. */
export function Navigation({ attention, onNavigate }: NavigationProps) {
  return (
    <nav aria-label="Main">
      <Stack gap="lg">
        <Destinations destinations={WORK} attention={attention} onNavigate={onNavigate} />
        <div>
          <Text size="xs" c="dimmed" fw={550} px="sm" pb={4}>
            Set up
          </Text>
          <Destinations destinations={SET_UP} attention={attention} onNavigate={onNavigate} />
        </div>
      </Stack>
    </nav>
  )
}

interface DestinationsProps extends NavigationProps {
  destinations: readonly Destination[]
}

function Destinations({ destinations, attention, onNavigate }: DestinationsProps) {
  const pathname = usePathname()
  return (
    <Stack gap={2}>
      {destinations.map((destination) => {
        const Icon = ICONS[destination.href] ?? IconBox
        const isHere = isWithin(pathname, destination)
        return (
          <NavLink
            key={destination.href}
            component={Link}
            href={destination.href}
            label={destination.label}
            rightSection={destination.href === CATCH_UP ? <AttentionBadge count={attention} /> : undefined}
            leftSection={<Icon size={18} stroke={1.75} />}
            active={isHere}
            aria-current={isHere ? 'page' : undefined}
            variant="subtle"
            className={classes.link}
            onClick={onNavigate}
          />
        )
      })}
    </Stack>
  )
}

function AttentionBadge({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <Badge color="red" size="sm" variant="filled" circle={count < 10} data-attention>
      {count > 99 ? '99+' : count}
      <VisuallyHidden> to look at</VisuallyHidden>
    </Badge>
  )
}
