import Link from 'next/link'
import type { CSSProperties } from 'react'
import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import classes from '@/app/(dashboard)/deployments/[id]/chain.module.css'
import { ChainLines } from '@/app/(dashboard)/deployments/[id]/chain-lines'
import { deploymentLabel } from '@/app/(dashboard)/deployments/deployment-label'
import { Instant } from '@/app/components/instant'
import { StatusBadge } from '@/app/components/status-badge'
import { durationWords } from '@/lib/domain/duration-words'
import { listWords } from '@/lib/domain/list-words'
import type { ChainNodeView, ChainView } from '@/lib/queries/get-chain'

export interface ChainProps {
  chain: ChainView
  /** The deployment whose page it is. */
  id: string
}

/**
 * All that a deployment needs and all that needs it, level by level: from left to right, or one below the
 * other where there is no room for that. For screen readers it is a list that says who needs whom.
 */
export function Chain({ chain: { nodes, edges }, id }: ChainProps) {
  const levels = 1 + Math.max(...nodes.map(({ level }) => level))
  const rows = 1 + Math.max(...nodes.map(({ row }) => row))
  const labels = new Map(nodes.map((node) => [node.id, labelOf(node)]))
  const needed = (of: string) =>
    edges.filter(({ dependent }) => dependent === of).map((edge) => labels.get(edge.dependency) ?? '')
  return (
    <Card
      title="Order"
      aside={<span className={classes.key}>Critical path: what decides how long it takes</span>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide chain is scrolled by keyboard, too */}
      <section className={classes.window} aria-label="Chain" tabIndex={0}>
        <div className={classes.graph} style={sizes({ '--levels': levels, '--rows': rows })}>
          <ChainLines nodes={nodes} edges={edges} />
          <ol className={classes.nodes}>
            {nodes.map((node) => (
              <ChainItem key={node.id} node={node} isHere={node.id === id} needs={needed(node.id)} />
            ))}
          </ol>
        </div>
      </section>
    </Card>
  )
}

function ChainItem({ node, isHere, needs }: { node: ChainNodeView; isHere: boolean; needs: string[] }) {
  const { level, row, isCritical, deployment } = node
  const { id, status, dueAt, timezone } = deployment
  return (
    <li
      className={classes.node}
      data-critical={isCritical || undefined}
      aria-current={isHere ? 'step' : undefined}
      style={sizes({ '--level': level, '--row': row })}
    >
      <Link href={`/deployments/${id}`} className={classes.link}>
        {labelOf(node)}
      </Link>
      <span className={classes.details}>
        <StatusBadge status={status} />
        {isHere && <span>this deployment</span>}
      </span>
      <span className={classes.details}>
        <Instant at={dueAt} timezone={timezone} />
      </span>
      <span className={classes.details}>
        {durationText(node)}
        {isCritical && <strong>critical path</strong>}
      </span>
      {needs.length > 0 && <span className={classes.needs}>needs {listWords(needs)}</span>}
    </li>
  )
}

function durationText({ duration, durationMs }: ChainNodeView): string {
  const words = durationWords(durationMs)
  if (duration === 'taken') return `took ${words}`
  return duration === 'measured' ? `takes up to ${words}` : `takes ${words}, assumed`
}

function labelOf({ deployment }: ChainNodeView): string {
  return deploymentLabel(deployment)
}

/** React's type of styles knows no custom properties. */
function sizes(properties: Record<`--${string}`, number>): CSSProperties {
  return { ...properties }
}
