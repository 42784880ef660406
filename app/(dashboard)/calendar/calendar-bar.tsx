'use client'

import { ActionIcon, Button, Group, SegmentedControl, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import classes from '@/app/(dashboard)/calendar/calendar.module.css'
import {
  CALENDAR_VIEWS,
  type CalendarPlace,
  type CalendarView,
  calendarHref,
  placeTitle,
  stepFrom,
} from '@/app/(dashboard)/calendar/calendar-place'
import { useViewer } from '@/app/components/viewer-provider'
import { placeName } from '@/lib/domain/time-zones'

const VIEW_WORDS: Record<CalendarView, string> = {
  month: 'Month',
  week: 'Week',
  day: 'Day',
  agenda: 'Agenda',
}

/** Where in the calendar one is, and the ways to everywhere else in it. */
export function CalendarBar({ place, day }: { place: CalendarPlace; day: string }) {
  const router = useRouter()
  const viewer = useViewer()
  const [isPending, startTransition] = useTransition()
  const go = (patch: Partial<CalendarPlace>) =>
    startTransition(() => router.push(calendarHref({ ...place, ...patch }), { scroll: false }))
  const step = (direction: -1 | 1) => calendarHref({ ...place, day: stepFrom(place.view, day, direction) })
  return (
    <header className={classes.bar} aria-busy={isPending}>
      <Group gap="sm" wrap="nowrap">
        <Title order={1} aria-live="polite">
          {placeTitle(place.view, day)}
        </Title>
      </Group>
      <div className={classes.controls}>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            component={Link}
            href={step(-1)}
            scroll={false}
            variant="default"
            size="lg"
            aria-label={`Previous ${place.view}`}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Button
            component={Link}
            href={calendarHref({ ...place, day: null })}
            scroll={false}
            variant="default"
            px="sm"
            h={34}
          >
            Today
          </Button>
          <ActionIcon
            component={Link}
            href={step(1)}
            scroll={false}
            variant="default"
            size="lg"
            aria-label={`Next ${place.view}`}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
        <SegmentedControl
          aria-label="View"
          value={place.view}
          onChange={(view) => go({ view: CALENDAR_VIEWS.find((known) => known === view) ?? 'month', day })}
          data={CALENDAR_VIEWS.map((view) => ({ value: view, label: VIEW_WORDS[view] }))}
        />
        {viewer.timezone !== 'UTC' && (
          <SegmentedControl
            aria-label="Times in"
            value={place.clock}
            onChange={(clock) => go({ clock: clock === 'utc' ? 'utc' : 'own' })}
            data={[
              { value: 'own', label: placeName(viewer.timezone) },
              { value: 'utc', label: 'UTC' },
            ]}
          />
        )}
      </div>
    </header>
  )
}
