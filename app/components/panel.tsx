import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './panel.module.css'

/** A surface that stands out from the page. */
export function Panel({ children, isFlush = false }: { children: ReactNode; isFlush?: boolean }) {
  return (
    <Paper withBorder radius="lg" p={isFlush ? 0 : 'md'} className={classes.panel}>
      {children}
    </Paper>
  )
}
