import classes from '@/app/(dashboard)/deployments/[id]/chain.module.css'
import type { ChainEdge } from '@/lib/domain/chain-layout'
import type { ChainNodeView } from '@/lib/queries/get-chain'

/** In rem, as in chain.module.css. */
const COLUMN = 17
const BOX_WIDTH = 14
const ROW = 9
const BOX_HEIGHT = 8

/** The lines between the boxes of a chain, from what goes first to what needs it. The list says the same in words. */
export function ChainLines({ nodes, edges }: { nodes: ChainNodeView[]; edges: ChainEdge[] }) {
  const placeOf = new Map(nodes.map((node) => [node.id, node]))
  const width = COLUMN * Math.max(...nodes.map(({ level }) => level + 1))
  const height = ROW * Math.max(...nodes.map(({ row }) => row + 1))
  return (
    <svg className={classes.lines} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {edges.map(({ dependency, dependent, delayMinutes }) => {
        const from = placeOf.get(dependency)
        const to = placeOf.get(dependent)
        if (from === undefined || to === undefined) return null
        return (
          <path
            key={`${dependency}/${dependent}`}
            d={lineBetween(from, to)}
            className={classes.line}
            data-critical={(from.isCritical && to.isCritical) || undefined}
            data-follows={delayMinutes !== null || undefined}
          />
        )
      })}
    </svg>
  )
}

function lineBetween(from: ChainNodeView, to: ChainNodeView): string {
  const x1 = from.level * COLUMN + BOX_WIDTH
  const y1 = from.row * ROW + BOX_HEIGHT / 2
  const x2 = to.level * COLUMN
  const y2 = to.row * ROW + BOX_HEIGHT / 2
  const bend = (COLUMN - BOX_WIDTH) * 0.6
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`
}
