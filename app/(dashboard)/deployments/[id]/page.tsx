import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Chain } from '@/app/(dashboard)/deployments/[id]/chain'
import { DeploymentActions } from '@/app/(dashboard)/deployments/[id]/deployment-actions'
import { Facts } from '@/app/(dashboard)/deployments/[id]/facts'
import { FreezeOutlook } from '@/app/(dashboard)/deployments/[id]/freeze-outlook'
import classes from '@/app/(dashboard)/deployments/[id]/page.module.css'
import { RevertCard } from '@/app/(dashboard)/deployments/[id]/revert-card'
import { RolloutCard } from '@/app/(dashboard)/deployments/[id]/rollout-card'
import { RunList } from '@/app/(dashboard)/deployments/[id]/run-list'
import { Timeline } from '@/app/(dashboard)/deployments/[id]/timeline'
import { deploymentLabel } from '@/app/(dashboard)/deployments/deployment-label'
import { loadDeployment } from '@/app/(dashboard)/deployments/load-deployment'
import { LiveRefresh } from '@/app/(dashboard)/live-refresh'
import { PageHeader } from '@/app/components/page-header'
import { StatusBadge } from '@/app/components/status-badge'
import { services } from '@/app/services'
import { requireActor } from '@/app/session'
import { may } from '@/lib/domain/permissions'

interface DeploymentPageProps {
  params: Promise<{ id: string }>
}

/** Once per request: the title needs it too. */
const load = cache(async (id: string) => {
  const actor = await requireActor()
  return { actor, loaded: await loadDeployment(services(), actor, id) }
})

export async function generateMetadata({ params }: DeploymentPageProps): Promise<Metadata> {
  const { loaded } = await load((await params).id)
  if (loaded === null) return { title: 'Not found' }
  return { title: deploymentLabel(loaded.deployment) }
}

export default async function DeploymentPage({ params }: DeploymentPageProps) {
  const { actor, loaded } = await load((await params).id)
  if (loaded === null) notFound()
  const { deployment, chain, timeline, freezes, outlook } = loaded
  const { status, reason, runs } = deployment
  const [latest] = runs
  return (
    <>
      {/* Of the whole chain and of what reverts it: their states are shown here too. */}
      <LiveRefresh
        kinds={['deployment']}
        ids={[...chain.nodes.map((node) => node.id), ...(deployment.revert ? [deployment.revert.id] : [])]}
      />
      <PageHeader
        parent={{ label: 'Deployments', href: '/deployments' }}
        title={deploymentLabel(deployment)}
        aside={<StatusBadge status={status} size="large" />}
        actions={
          may(actor.role, 'deploy') ? (
            <DeploymentActions deployment={deployment} freezes={freezes} />
          ) : undefined
        }
      />
      <p className={classes.reason} aria-live="polite">
        {reason}
      </p>
      {chain.nodes.length > 1 && (
        <div className={classes.chain}>
          <Chain chain={chain} id={deployment.id} />
        </div>
      )}
      {outlook && (
        <FreezeOutlook
          deploymentId={deployment.id}
          outlook={outlook}
          isHeld={status === 'held'}
          mayOverride={may(actor.role, 'administer')}
        />
      )}
      <div className={classes.columns} data-begun={latest !== undefined || undefined}>
        <div className={classes.main}>
          <RevertCard deployment={deployment} mayDeploy={may(actor.role, 'deploy')} />
          {latest && <RolloutCard run={latest} status={status} />}
          <Timeline entries={timeline} />
          {runs.length > 1 && <RunList runs={runs} />}
        </div>
        <div className={classes.side}>
          <Facts deployment={deployment} />
        </div>
      </div>
    </>
  )
}
