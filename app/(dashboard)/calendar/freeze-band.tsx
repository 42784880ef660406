import type { CSSProperties } from 'react'
import classes from '@/app/(dashboard)/calendar/freeze-band.module.css'

export interface FreezeBandProps {
  words: string
  /** Both are the calendar's, which places it. */
  className?: string | undefined
  style?: CSSProperties | undefined
}

/** A time in which something cannot start, behind what is due then. */
export function FreezeBand({ words, className = '', style }: FreezeBandProps) {
  return (
    <div className={`${className} ${classes.band}`} style={style} title={words}>
      {words}
    </div>
  )
}
