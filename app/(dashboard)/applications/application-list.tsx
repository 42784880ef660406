import { Group, Text } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { LinkAnchor } from '@/app/components/link-anchor'
import { LinkButton } from '@/app/components/link-button'
import { Panel } from '@/app/components/panel'
import { Row, Rows } from '@/app/components/rows'
import { listWords } from '@/lib/domain/list-words'
import type { ApplicationView } from '@/lib/queries/resource-views'

export interface ApplicationListProps {
  applications: readonly ApplicationView[]
  mayDeploy: boolean
}

export function ApplicationList({ applications, mayDeploy }: ApplicationListProps) {
  return (
    <Panel isFlush>
      <Rows>
        {applications.map(({ id, name, slug, targets }) => (
          <Row key={id}>
            <div>
              <Group gap="xs">
                <LinkAnchor href={`/applications/${slug}`} fw={550} c="inherit">
                  {name}
                </LinkAnchor>
                {slug === name ? null : (
                  <Text size="xs" c="dimmed" ff="monospace">
                    {slug}
                  </Text>
                )}
              </Group>
              <Text size="sm" c="dimmed">
                {targets.length === 0
                  ? 'Runs nowhere yet'
                  : `Runs in ${listWords(targets.map(({ environment }) => environment.name))}`}
              </Text>
            </div>
            {mayDeploy && targets.length > 0 ? (
              <LinkButton
                href={`/applications/${slug}?schedule=1&app=${slug}`}
                variant="default"
                size="xs"
                leftSection={<IconCalendarPlus size={14} aria-hidden />}
                aria-label={`Schedule a deployment of ${name}`}
              >
                Schedule
              </LinkButton>
            ) : null}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
