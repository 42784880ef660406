'use client'

import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { CopyBlock } from '@/app/components/copy-block'

export interface NewTokenProps {
  token: string
  apiUrl: string
  onClose: () => void
}

/** The token, this once, and a request that shows how to use it. */
export function NewToken({ token, apiUrl, onClose }: NewTokenProps) {
  return (
    <Stack>
      <Alert icon={<IconEyeOff aria-hidden />} title="Copy it now">
        Only a fingerprint of it is kept: nobody, you included, is shown it again.
      </Alert>
      <CopyBlock label="Token" text={token} />
      <CopyBlock label="Try it" text={exampleRequest(apiUrl, token)} />
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  )
}

function exampleRequest(apiUrl: string, token: string): string {
  return `curl ${apiUrl}/scheduled_deployments \\\n  -H 'Authorization: Bearer ${token}'`
}
