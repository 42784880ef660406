'use client'

import { Anchor, type AnchorProps } from '@mantine/core'
import Link, { type LinkProps } from 'next/link'
import type { ReactNode } from 'react'

type LinkAnchorProps = Omit<AnchorProps, 'href'> &
  Pick<LinkProps, 'href' | 'prefetch'> & { children: ReactNode }

/** A link inside Shipclock in Mantine's dress; a server component can't hand `Link` to Mantine itself. */
export function LinkAnchor(props: LinkAnchorProps) {
  return <Anchor component={Link} {...props} />
}
