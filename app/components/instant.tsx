'use client'

import { Tooltip } from '@mantine/core'
import {
  type InstantPrecision,
  type InstantShape,
  instantDetails,
  instantWords,
} from '@/app/components/instant-words'
import { RelativeTime } from '@/app/components/relative-time'
import { useViewer } from '@/app/components/viewer-provider'

export interface InstantProps {
  at: Date
  /** The viewer's own where it is left out. */
  timezone?: string
  shape?: InstantShape
  precision?: InstantPrecision
}

/**
 * An instant in a zone; pointing at it shows the same in the viewer's zone, in UTC and how far away it
 * is. Rendered alike on the server and in the browser.
 */
export function Instant({ at, timezone, shape = 'full', precision = 'minute' }: InstantProps) {
  const viewer = useViewer()
  const zone = timezone ?? viewer.timezone
  const details = (
    <>
      {instantDetails(at, zone, viewer).map((line) => (
        <div key={line}>{line}</div>
      ))}
      <RelativeTime at={at} />
    </>
  )
  return (
    <Tooltip label={details}>
      <time dateTime={at.toISOString()}>
        {instantWords(at, zone, { shape, precision, hour12: viewer.hour12 })}
      </time>
    </Tooltip>
  )
}
