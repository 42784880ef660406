import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Wordmark } from '@/app/components/wordmark'
import { webEnvironment } from '@/app/services'
import { currentSession } from '@/app/session'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import classes from './page.module.css'
import { readReturnPath } from './return-path'
import { SignInForm } from './sign-in-form'
import { type SignInProvider, SignInProviders } from './sign-in-providers'

export const metadata: Metadata = { title: 'Sign in' }

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { error, callbackUrl } = await searchParams
  const returnTo = readReturnPath(callbackUrl)
  if (await isSignedIn()) redirect(returnTo)
  const { demo, oauth } = webEnvironment()
  const providers: SignInProvider[] = [
    ...(oauth.github ? [{ id: 'github', name: 'GitHub' }] : []),
    ...(oauth.google ? [{ id: 'google', name: 'Google' }] : []),
    ...(oauth.oidc ? [{ id: 'oidc', name: oauth.oidc.name }] : []),
  ]
  return (
    <Center component="main" mih="100dvh" p="md" className={classes.page}>
      <Stack w="100%" maw={380} gap="lg">
        <Center>
          <Wordmark />
        </Center>
        <Paper p="xl" radius="lg" withBorder className={classes.card}>
          <Title order={1} mb="lg">
            Sign in
          </Title>
          <SignInForm failure={typeof error === 'string' ? error : null} returnTo={returnTo} />
          <SignInProviders providers={providers} returnTo={returnTo} />
        </Paper>
        {demo ? (
          <Text size="sm" c="dimmed" ta="center">
            This is a demo. The e-mail address and the password were printed where Shipclock was started for
            the first time.
          </Text>
        ) : null}
      </Stack>
    </Center>
  )
}

/** Without the database nobody can be known; the form says so when it is sent. */
async function isSignedIn(): Promise<boolean> {
  try {
    return (await currentSession()) !== null
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return false
    throw error
  }
}
