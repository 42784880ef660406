'use client'

import { Button, Collapse, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { Discovery } from '@/lib/ports/rollouts'
import classes from './found-services.module.css'

/** What the last good connection test found, cluster by cluster. */
export function FoundServices({ discovery }: { discovery: Discovery }) {
  const [isOpen, list] = useDisclosure(false)
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={list.toggle}
        aria-expanded={isOpen}
        leftSection={isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
      >
        What was found
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="md" pt="sm">
          {discovery.clusters.map((cluster) => (
            <Cluster key={cluster.name} cluster={cluster} />
          ))}
          {discovery.truncated ? (
            <Text size="sm" c="dimmed">
              There is more than is listed here; names of other clusters and services can be typed.
            </Text>
          ) : null}
        </Stack>
      </Collapse>
    </div>
  )
}

function Cluster({ cluster }: { cluster: Discovery['clusters'][number] }) {
  if (cluster.services.length === 0) {
    return (
      <Text size="sm">
        <b>{cluster.name}</b> has no services.
      </Text>
    )
  }
  return (
    <Table captionSide="top" verticalSpacing={6} horizontalSpacing="xs" className={classes.services}>
      <Table.Caption ta="left" mt={0}>
        Cluster <b>{cluster.name}</b>
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Service</Table.Th>
          <Table.Th>Tasks</Table.Th>
          <Table.Th>Containers</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cluster.services.map((service) => (
          <Table.Tr key={service.name}>
            <Table.Td>{service.name}</Table.Td>
            <Table.Td>{service.desiredCount}</Table.Td>
            <Table.Td>
              {service.containers.map(({ name, image }) => (
                <Text key={name} size="sm">
                  {name}{' '}
                  <Text span c="dimmed" size="xs" ff="monospace">
                    {image}
                  </Text>
                </Text>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
