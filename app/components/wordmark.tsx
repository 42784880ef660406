import { Group, Text } from '@mantine/core'

/** Shipclock's sign and name. */
export function Wordmark() {
  return (
    <Group gap={8} wrap="nowrap">
      {/* biome-ignore lint/performance/noImgElement: a small vector needs no image service. */}
      <img src="/icon.svg" alt="" width={22} height={22} />
      <Text component="span" fw={650} size="md" style={{ letterSpacing: '-0.01em' }}>
        Shipclock
      </Text>
    </Group>
  )
}
