'use client'

import { type RefObject, useEffect } from 'react'
import { formatLongDate } from '@/lib/domain/zone-format'

/**
 * Gives the week's day buttons names that people say. `@mantine/schedule` 9.6.2 calls them
 * `Weekday 2026-11-24`, which neither holds the text that is seen (`Tue 24`) nor can be changed by a prop.
 */
export function useDayNames(container: RefObject<HTMLElement | null>, shown: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other days are other buttons.
  useEffect(() => {
    for (const button of container.current?.querySelectorAll('button[aria-label^="Weekday "]') ?? []) {
      const day = button.getAttribute('aria-label')?.slice('Weekday '.length) ?? ''
      button.setAttribute('aria-label', `${button.textContent}, ${formatLongDate(new Date(day), 'UTC')}`)
    }
  }, [container, shown])
}
