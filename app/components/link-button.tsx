'use client'

import { Button, type ButtonProps } from '@mantine/core'
import Link, { type LinkProps } from 'next/link'
import type { ReactNode } from 'react'

type LinkButtonProps = ButtonProps & Pick<LinkProps, 'href' | 'prefetch' | 'scroll'> & { children: ReactNode }

/** A link inside Shipclock that looks like a button. */
export function LinkButton(props: LinkButtonProps) {
  return <Button component={Link} {...props} />
}
