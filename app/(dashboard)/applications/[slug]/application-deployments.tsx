import { Group, Text, Title } from '@mantine/core'
import { DeploymentList, type DeploymentListProps } from '@/app/(dashboard)/deployments/deployment-list'
import { LinkAnchor } from '@/app/components/link-anchor'

export interface ApplicationDeploymentsProps extends DeploymentListProps {
  title: string
  emptyText: string
  /** The whole list. */
  moreHref: string
}

/** Some of an application's deployments, and the way to all of them. */
export function ApplicationDeployments({ title, emptyText, moreHref, ...list }: ApplicationDeploymentsProps) {
  const isEmpty = list.running.length === 0 && list.items.length === 0
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{title}</Title>
        {isEmpty ? null : (
          <LinkAnchor href={moreHref} size="sm" aria-label={`${title}: show all`}>
            Show all
          </LinkAnchor>
        )}
      </Group>
      {isEmpty ? (
        <Text c="dimmed" size="sm">
          {emptyText}
        </Text>
      ) : (
        <DeploymentList {...list} />
      )}
    </section>
  )
}
