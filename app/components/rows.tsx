import type { ReactNode } from 'react'
import classes from './rows.module.css'

/** A list whose entries are separated by hairlines: what something is at one side, what to do at the other. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>
}

/** One entry of `Rows`. */
export function Row({ children }: { children: ReactNode }) {
  return <li className={classes.row}>{children}</li>
}
