import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/schedule/styles.css'
import './globals.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ViewerProvider } from '@/app/components/viewer-provider'
import { Providers } from './providers'
import { readViewer } from './viewer'

export const metadata: Metadata = {
  title: { default: 'Shipclock', template: '%s · Shipclock' },
  description: 'Deployments that start at the instant you meant.',
  icons: { icon: '/icon.svg' },
  // Times, versions and digests look like phone numbers.
  formatDetection: { telephone: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f9fb' },
    { media: '(prefers-color-scheme: dark)', color: '#13161a' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers>
          <ViewerProvider viewer={await readViewer()} renderedAtMs={Date.now()}>
            {children}
          </ViewerProvider>
        </Providers>
      </body>
    </html>
  )
}
