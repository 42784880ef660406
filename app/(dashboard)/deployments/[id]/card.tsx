import type { ReactNode } from 'react'
import classes from '@/app/(dashboard)/deployments/[id]/card.module.css'

export interface CardProps {
  title: string
  /** At the right of the title. */
  aside?: ReactNode
  children: ReactNode
}

/** One part of a deployment's page. */
export function Card({ title, aside, children }: CardProps) {
  return (
    <section className={classes.card} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
