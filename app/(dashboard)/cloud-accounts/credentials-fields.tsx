'use client'

import { PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import classes from './credentials-fields.module.css'
import type { CloudAccountValues, CredentialKind } from './form-values'

const KINDS: { kind: CredentialKind; label: string; description: string }[] = [
  {
    kind: 'role',
    label: 'A role, assumed with an external id',
    description: 'Recommended. Nothing secret is stored, and AWS shows each deployment as its own session.',
  },
  {
    kind: 'static',
    label: 'Stored access keys',
    description: 'Sealed as soon as they arrive; only the worker can open them. Nobody is shown them again.',
  },
  {
    kind: 'ambient',
    label: 'The worker’s own identity',
    description:
      'For a worker that runs in the same AWS account: an instance or task role, or its environment.',
  },
]

export interface CredentialsFieldsProps {
  form: UseFormReturnType<CloudAccountValues>
  /** Whether keys are stored already: then empty fields keep them. */
  hasStoredKeys: boolean
}

/** How Shipclock identifies itself to AWS. */
export function CredentialsFields({ form, hasStoredKeys }: CredentialsFieldsProps) {
  const kind = form.getValues().credentials.kind
  return (
    <Stack gap="sm">
      <Radio.Group label="How Shipclock signs in to AWS" {...form.getInputProps('credentials.kind')}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((choice) => (
            <Radio.Card key={choice.kind} value={choice.kind} className={classes.choice}>
              <Radio.Indicator aria-hidden />
              <div>
                <Text size="sm" fw={550}>
                  {choice.label}
                </Text>
                <Text size="xs" c="dimmed">
                  {choice.description}
                </Text>
              </div>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      {kind === 'role' ? <RoleField form={form} /> : null}
      {kind === 'static' ? <KeyFields form={form} hasStoredKeys={hasStoredKeys} /> : null}
    </Stack>
  )
}

function RoleField({ form }: Pick<CredentialsFieldsProps, 'form'>) {
  return (
    <TextInput
      label="Role ARN"
      description="The role need not exist yet: once this is saved, you get its external id and the policies to create it with."
      placeholder="arn:aws:iam::123456789012:role/shipclock"
      required
      {...form.getInputProps('credentials.roleArn')}
    />
  )
}

function KeyFields({ form, hasStoredKeys }: CredentialsFieldsProps) {
  const hint = hasStoredKeys ? 'Leave empty to keep the stored one' : undefined
  return (
    <>
      <TextInput
        label="Access key id"
        placeholder={hint ?? 'AKIAIOSFODNN7EXAMPLE'}
        required={!hasStoredKeys}
        autoComplete="off"
        {...form.getInputProps('credentials.accessKeyId')}
      />
      <PasswordInput
        label="Secret access key"
        placeholder={hint}
        required={!hasStoredKeys}
        autoComplete="new-password"
        {...form.getInputProps('credentials.secretAccessKey')}
      />
    </>
  )
}
