'use client'

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { signInErrorWords } from '@/lib/refusals/sign-in-error'

export interface SignInFormProps {
  /** Why the last attempt failed, as the address says it; null at first. */
  failure: string | null
  returnTo: string
}

/** Signs in by e-mail address and password. What was typed stays, whatever the answer. */
export function SignInForm({ failure, returnTo }: SignInFormProps) {
  const [words, setWords] = useState(failure === null ? null : signInErrorWords(failure))
  const [isPending, setPending] = useState(false)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() === '' ? 'Type your e-mail address.' : null),
      password: (password) => (password === '' ? 'Type your password.' : null),
    },
  })

  async function submit(values: { email: string; password: string }) {
    setPending(true)
    setWords(null)
    const problem = await attempt(values)
    if (problem === null) {
      // Not the router: everything that it has kept belongs to whoever was here before.
      window.location.assign(returnTo)
      return
    }
    setPending(false)
    setWords(problem)
    form.getInputNode('password')?.focus()
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {words === null ? null : (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} role="alert">
            {words}
          </Alert>
        )}
        <TextInput
          label="E-mail address"
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}

/** Null when signed in, else why not. */
async function attempt(values: { email: string; password: string }): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { ...values, redirect: false })
    if (answer?.ok) return null
    return signInErrorWords(answer?.error ?? '')
  } catch {
    return 'Shipclock can’t be reached. Check your connection and try again.'
  }
}
