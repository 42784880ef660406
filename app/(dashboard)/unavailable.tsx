'use client'

import { Center } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { Failure } from '@/app/components/failure'
import type { DatabaseTrouble } from '@/lib/postgres/errors'

/**
 * Stands for a page that was opened while nobody could be known. Rendered on the server, where an error page
 * would be nothing but a script: it says what is the matter to whoever reads it, and however.
 */
export function Unavailable({ trouble }: { trouble: DatabaseTrouble }) {
  const router = useRouter()
  return (
    <Center component="main" mih="100dvh" p="md">
      <noscript>
        <meta httpEquiv="refresh" content="5" />
      </noscript>
      <Failure error={null} retry={router.refresh} knownTrouble={trouble} />
    </Center>
  )
}
