'use client'

import { NavLink, Stack, Text } from '@mantine/core'
import {
  IconBox,
  IconCalendar,
  IconCloud,
  IconSettings,
  IconStack2,
  IconTimelineEvent,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ComponentType } from 'react'
import { type Destination, isWithin, SET_UP, WORK } from './destinations'
import classes from './navigation.module.css'

const ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  '/deployments': IconTimelineEvent,
  '/calendar': IconCalendar,
  '/applications': IconBox,
  '/environments': IconStack2,
  '/cloud-accounts': IconCloud,
  '/settings': IconSettings,
}

/** The ways to every part of Shipclock; `onNavigate` closes the drawer on a phone. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  return (
    <nav aria-label="Main">
      <Stack gap="lg">
        <Destinations destinations={WORK} onNavigate={onNavigate} />
        <div>
          <Text size="xs" c="dimmed" fw={550} px="sm" pb={4}>
            Set up
          </Text>
          <Destinations destinations={SET_UP} onNavigate={onNavigate} />
        </div>
      </Stack>
    </nav>
  )
}

interface DestinationsProps {
  destinations: readonly Destination[]
  onNavigate: () => void
}

function Destinations({ destinations, onNavigate }: DestinationsProps) {
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
