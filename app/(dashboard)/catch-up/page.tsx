import { Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CatchUp } from '@/app/(dashboard)/catch-up/catch-up'
import { catchUpHref, readCatchUpPlace } from '@/app/(dashboard)/catch-up/catch-up-place'
import { loadAttention } from '@/app/(dashboard)/catch-up/load-attention'
import { RefreshByClock } from '@/app/(dashboard)/catch-up/refresh-by-clock'
import { RescheduleSlot } from '@/app/(dashboard)/catch-up/reschedule-slot'
import { WorkerNote } from '@/app/(dashboard)/catch-up/worker-note'
import { ZoneMoves } from '@/app/(dashboard)/catch-up/zone-moves'
import { ZoneNote } from '@/app/(dashboard)/deployments/zone-note'
import { LiveRefresh } from '@/app/(dashboard)/live-refresh'
import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'
import { PageHeader } from '@/app/components/page-header'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { getWorkerPresence } from '@/lib/queries/get-worker-presence'
import { listZoneMoves } from '@/lib/queries/list-zone-moves'

export const metadata: Metadata = { title: 'Catch up' }

interface CatchUpPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function CatchUpPage({ searchParams }: CatchUpPageProps) {
  const place = readCatchUpPlace(await searchParams)
  const actor = await requireActor()
  const [{ items, nextCursor }, worker, { items: moves }] = await Promise.all([
    loadAttention(services(), actor, place.cursor),
    getWorkerPresence(services()),
    queried(listZoneMoves(services(), actor, {})),
  ])
  const { cursor } = place
  // All of this page has been dealt with.
  if (items.length === 0 && cursor !== null) redirect(catchUpHref({ cursor: null, reschedule: null }))
  const mayDeploy = may(actor.role, 'deploy')
  return (
    <>
      <LiveRefresh kinds={['deployment']} />
      <RefreshByClock />
      <PageHeader
        title="Catch up"
        description={
          <>
            What was due and did not start on time, because no worker was there. <ZoneNote />
          </>
        }
      />
      {!worker.isAlive && <WorkerNote lastSeenAt={worker.lastSeenAt} />}
      <ZoneMoves moves={moves} mayDeploy={mayDeploy} />
      {items.length === 0 ? (
        <EmptyState
          icon={<IconCircleCheck />}
          title={worker.isAlive ? 'All is well' : 'Nothing is late so far'}
          action={
            <LinkButton href="/deployments" variant="default">
              See what is coming up
            </LinkButton>
          }
        >
          {worker.isAlive
            ? 'A worker is running, nothing was missed, and nothing started late in the last seven days that nobody has seen.'
            : 'Nothing has become due that no worker started.'}
        </EmptyState>
      ) : (
        <CatchUp items={items} mayDeploy={mayDeploy} cursor={cursor} />
      )}
      <Pages cursor={cursor} nextCursor={nextCursor} />
      {mayDeploy && <RescheduleSlot place={place} items={items} />}
    </>
  )
}

function Pages({ cursor, nextCursor }: { cursor: string | null; nextCursor: string | null }) {
  if (cursor === null && nextCursor === null) return null
  return (
    <Group component="nav" aria-label="Pages" justify="space-between" mt="lg">
      {cursor === null ? (
        <span />
      ) : (
        <LinkButton href={catchUpHref({ cursor: null, reschedule: null })} variant="default">
          First page
        </LinkButton>
      )}
      {nextCursor !== null && (
        <LinkButton href={catchUpHref({ cursor: nextCursor, reschedule: null })} variant="default">
          Next page
        </LinkButton>
      )}
    </Group>
  )
}
