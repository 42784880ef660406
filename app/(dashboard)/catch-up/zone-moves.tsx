'use client'

import { Button, Text } from '@mantine/core'
import { dismissZoneMovesAction } from '@/app/(dashboard)/catch-up/actions'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { LinkAnchor } from '@/app/components/link-anchor'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { Row, Rows } from '@/app/components/rows'
import { useAction } from '@/app/components/use-action'
import { useViewer } from '@/app/components/viewer-provider'
import { targetLabel } from '@/lib/domain/target-label'
import { type ClockStyle, formatInZone } from '@/lib/domain/zone-format'
import type { ZoneMoveView } from '@/lib/queries/zone-move-views'

export interface ZoneMovesProps {
  moves: ZoneMoveView[]
  mayDeploy: boolean
}

/** What a newer zone database moved while nobody looked: from when to when, and why. */
export function ZoneMoves({ moves, mayDeploy }: ZoneMovesProps) {
  const viewer = useViewer()
  const { run, isPending, refusal } = useAction(dismissZoneMovesAction)
  if (moves.length === 0) return null
  return (
    <section aria-labelledby="zone-moves">
      <h2 id="zone-moves" className={classes.title}>
        Moved by new rules of a time zone <span className={classes.count}>{moves.length}</span>
      </h2>
      <p className={classes.hint}>
        Governments change clocks. What was asked for is a local time: it stays, and the instant follows.
      </p>
      <RefusalAlert refusal={refusal} />
      <Rows>
        {moves.map((move) => (
          <Row key={move.id}>
            <div>
              <LinkAnchor href={`/deployments/${move.deployment.id}`}>{labelOf(move)}</LinkAnchor>
              <Text size="sm">{zoneMoveWords(move, viewer)}</Text>
            </div>
            {mayDeploy && (
              <Button
                size="xs"
                variant="default"
                disabled={isPending}
                aria-label={`Dismiss: ${labelOf(move)}`}
                onClick={() => run({ ids: [move.id] })}
              >
                Dismiss
              </Button>
            )}
          </Row>
        ))}
      </Rows>
    </section>
  )
}

function labelOf({ deployment }: ZoneMoveView): string {
  return targetLabel(deployment.application, deployment.environment)
}

/** `From … to …: the rules of Europe/Berlin changed between 2026a and 2026b.` */
export function zoneMoveWords(move: ZoneMoveView, style: ClockStyle): string {
  const { timezone, dueBefore, dueAfter, hasMoved, versionBefore, versionAfter, localTime } = move
  const why = `the rules of ${timezone} changed between versions ${versionBefore} and ${versionAfter} of the zone database`
  const before = formatInZone(dueBefore, timezone, style)
  if (hasMoved) {
    const utc = `${formatInZone(dueBefore, 'UTC', style)} to ${formatInZone(dueAfter, 'UTC', style)}`
    return `Now due ${formatInZone(dueAfter, timezone, style)}, moved from ${utc}: ${why}.`
  }
  return `Stays due ${before}: ${why}, and ${localTime.replace('T', ' ')} is not a single time there any more. Reschedule it if that is not meant.`
}
