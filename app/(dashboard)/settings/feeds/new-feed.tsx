'use client'

import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { CopyBlock } from '@/app/components/copy-block'
import { LinkAnchor } from '@/app/components/link-anchor'

/** The feed's address, this once, and what to do with it. */
export function NewFeed({ url, onClose }: { url: string; onClose: () => void }) {
  return (
    <Stack>
      <Alert icon={<IconEyeOff aria-hidden />} title="Copy it now">
        Whoever has this address can read the feed, without signing in. Only a fingerprint of it is kept:
        nobody, you included, is shown it again.
      </Alert>
      <CopyBlock label="Address" text={url} />
      <Text size="sm">
        In your calendar program add a calendar by its address (“From URL”, “Subscribe”), or{' '}
        <LinkAnchor href={url.replace(/^https?:/, 'webcal:')}>open it on this machine</LinkAnchor>. Programs
        come again every few minutes to every few hours, as they like.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  )
}
