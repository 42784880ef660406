import { Text } from '@mantine/core'
import { Panel } from '@/app/components/panel'
import { Row, Rows } from '@/app/components/rows'
import type { TargetView } from '@/lib/queries/resource-views'

export function TargetList({ targets }: { targets: readonly TargetView[] }) {
  if (targets.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        Nowhere yet. Edit the application and say which ECS service it is.
      </Text>
    )
  }
  return (
    <Panel isFlush>
      <Rows>
        {targets.map(({ id, environment, service, container, imageRepository }) => (
          <Row key={id}>
            <div>
              <Text fw={550}>{environment.name}</Text>
              <Text size="sm" c="dimmed">
                Service {service}, container {container}
              </Text>
            </div>
            <Text size="sm" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              {imageRepository ?? 'full image references only'}
            </Text>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
