'use client'

import { Center } from '@mantine/core'
import { Failure, type FailureProps } from '@/app/components/failure'

/** For what fails outside the frame: the frame itself needs the database to know who is there. */
export default function ErrorPage(props: FailureProps) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Failure {...props} />
    </Center>
  )
}
