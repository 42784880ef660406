import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { LinkAnchor } from '@/app/components/link-anchor'

export interface PageHeaderProps {
  title: ReactNode
  /** Beside the title: a status, say. */
  aside?: ReactNode
  description?: ReactNode
  /** The list that this page is one of. */
  parent?: { label: string; href: string }
  actions?: ReactNode
}

/** The head of a page: where it belongs, its title, what it is for and what can be done. */
export function PageHeader({ title, aside, description, parent, actions }: PageHeaderProps) {
  return (
    <Group component="header" justify="space-between" align="flex-end" gap="md" mb="lg">
      <Stack gap={4} miw={0}>
        {parent ? (
          <LinkAnchor href={parent.href} size="sm" c="dimmed" w="fit-content">
            {parent.label}
          </LinkAnchor>
        ) : null}
        <Group gap="sm">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {aside}
        </Group>
        {description ? (
          <Text c="dimmed" size="sm" maw="65ch">
            {description}
          </Text>
        ) : null}
      </Stack>
      {actions ? <Group gap="xs">{actions}</Group> : null}
    </Group>
  )
}
