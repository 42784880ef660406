'use client'

import { useHotkeys } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useScheduleHref } from './use-schedule-href'

/** Keys that work on every page while nobody is typing: `/` searches, `n` schedules a deployment. */
export function useShortcuts({ mayDeploy }: { mayDeploy: boolean }): void {
  const router = useRouter()
  const href = useScheduleHref()
  useHotkeys([
    ['/', focusSearch],
    ['n', () => mayDeploy && !isDialogOpen() && router.push(href, { scroll: false })],
  ])
}

/** A page's search field is its `input[type=search]`. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]')
  field?.focus()
  field?.select()
}

function isDialogOpen(): boolean {
  return document.querySelector('[role=dialog]') !== null
}
