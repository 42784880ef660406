'use client'

import Link from 'next/link'
import {
  LIST_VIEWS,
  type ListFilters,
  type ListView,
  listHref,
} from '@/app/(dashboard)/deployments/list-filters'
import classes from '@/app/(dashboard)/deployments/view-tabs.module.css'

const LABELS: Record<ListView, string> = { upcoming: 'Upcoming', past: 'Past' }

/** Upcoming or past. Links, because each is an address of its own. */
export function ViewTabs({ filters }: { filters: ListFilters }) {
  return (
    <nav aria-label="Which deployments" className={classes.tabs}>
      {LIST_VIEWS.map((view) => (
        <Link
          key={view}
          href={listHref({ ...filters, view, statuses: [], cursor: null })}
          className={classes.tab}
          aria-current={view === filters.view ? 'page' : undefined}
        >
          {LABELS[view]}
        </Link>
      ))}
    </nav>
  )
}
