'use client'

import { type RefObject, useEffect } from 'react'
import { formatLongDate } from '@/lib/domain/zone-format'

/**
 * Lets the week's day buttons be called what is seen on them. `@mantine/schedule` 9.6.2 names them
 * `Weekday 2026-11-24`, which does not hold the text (`Tue 24`), so that whoever speaks to their computer
 * can't press them; no prop changes it.
 */
export function useDayNames(container: RefObject<HTMLElement | null>, shown: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other days are other buttons.
  useEffect(() => {
    for (const button of container.current?.querySelectorAll('button[aria-label^="Weekday "]') ?? []) {
      const day = button.getAttribute('aria-label')?.slice('Weekday '.length) ?? ''
      button.removeAttribute('aria-label')
      button.setAttribute('title', formatLongDate(new Date(day), 'UTC'))
    }
  }, [container, shown])
}
