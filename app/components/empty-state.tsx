import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export interface EmptyStateProps {
  icon: ReactNode
  title: string
  /** What this place is for, and what to do next. */
  children?: ReactNode
  action?: ReactNode
  /** Where it stands for a whole page, and its title for the page's. */
  isPage?: boolean
}

/** Stands where a list would be: says why there is nothing and what to do next. */
export function EmptyState({ icon, title, children, action, isPage = false }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" className={classes.empty}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Title order={isPage ? 1 : 2} size="h2">
        {title}
      </Title>
      {children ? (
        <Text component="div" c="dimmed" size="sm" ta="center" maw="52ch">
          {children}
        </Text>
      ) : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </Stack>
  )
}
