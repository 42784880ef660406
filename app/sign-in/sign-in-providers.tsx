'use client'

import { Button, Divider, Stack } from '@mantine/core'
import { IconBrandGithub, IconBrandGoogle, IconKey } from '@tabler/icons-react'
import { signIn } from 'next-auth/react'
import { useState } from 'react'

export interface SignInProvider {
  id: string
  name: string
}

export interface SignInProvidersProps {
  providers: readonly SignInProvider[]
  returnTo: string
}

/** The other ways in, where some are set up. */
export function SignInProviders({ providers, returnTo }: SignInProvidersProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  if (providers.length === 0) return null

  function choose(id: string) {
    setChosen(id)
    // Leaves the page, unless the way there is blocked.
    signIn(id, { callbackUrl: returnTo }).catch(() => setChosen(null))
  }

  return (
    <>
      <Divider label="or" my="lg" />
      <Stack gap="xs">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            variant="default"
            leftSection={<ProviderIcon id={id} />}
            loading={chosen === id}
            onClick={() => choose(id)}
          >
            Continue with {name}
          </Button>
        ))}
      </Stack>
    </>
  )
}

function ProviderIcon({ id }: { id: string }) {
  if (id === 'github') return <IconBrandGithub size={18} aria-hidden />
  if (id === 'google') return <IconBrandGoogle size={18} aria-hidden />
  return <IconKey size={18} aria-hidden />
}
