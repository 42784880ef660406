'use client'

import { Code, TextInput } from '@mantine/core'
import type { TargetChoice } from '@/app/(dashboard)/schedule/pick-target'
import { resolveImage } from '@/lib/domain/image-reference'

export interface ImageFieldProps {
  value: string
  onChange: (image: string) => void
  target: TargetChoice | null
  error?: string | undefined
}

/** Image or tag, with what it comes to written out underneath. */
export function ImageField({ value, onChange, target, error }: ImageFieldProps) {
  return (
    <TextInput
      label="Image or tag"
      placeholder={target?.imageRepository ? 'e.g. 1.4.2' : 'e.g. registry.example.com/web:1.4.2'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      description={<ImageMeaning value={value} target={target} />}
      error={error}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={1000}
    />
  )
}

function ImageMeaning({ value, target }: { value: string; target: TargetChoice | null }) {
  const text = value.trim()
  if (text === '') return 'Empty: redeploys what runs now as a fresh revision.'
  const image = resolveImage(text, target?.imageRepository ?? null)
  if (!target || !image.ok) return 'A tag, a digest or a full image reference.'
  return (
    <>
      Deploys <Code style={{ overflowWrap: 'anywhere' }}>{image.value}</Code>
    </>
  )
}
