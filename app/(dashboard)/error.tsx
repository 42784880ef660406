'use client'

import { Failure, type FailureProps } from '@/app/components/failure'

export default function ErrorPage(props: FailureProps) {
  return <Failure {...props} />
}
