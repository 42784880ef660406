'use client'

import { type ComboboxItem, Select } from '@mantine/core'
import { useState } from 'react'
import { listTimeZones, offsetLabel } from '@/lib/domain/time-zones'

/** Enough to see that typing narrows it; all 420 at once make opening slow. */
const SHOWN = 80

export interface ZoneSelectProps {
  value: string
  onChange: (timezone: string) => void
  /** The offsets shown are those that hold at this instant. */
  at: Date
  error?: string | undefined
}

/** Every IANA zone, found by place or by offset. */
export function ZoneSelect({ value, onChange, at, error }: ZoneSelectProps) {
  const [isOpen, setIsOpen] = useState(false)
  const own = { value, label: `${value.replaceAll('_', ' ')}, ${offsetLabel(value, at)}` }
  return (
    <Select
      label="Time zone"
      description="With the offset that holds on that date"
      searchable
      allowDeselect={false}
      limit={SHOWN}
      data={isOpen ? choicesWith(own, at) : [own]}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && simplified(option.label).includes(simplified(search)))
      }
      nothingFoundMessage="No such zone. Try a large city nearby."
      value={value}
      onChange={(timezone) => timezone !== null && onChange(timezone)}
      onDropdownOpen={() => setIsOpen(true)}
      onDropdownClose={() => setIsOpen(false)}
      selectFirstOptionOnChange
      error={error}
    />
  )
}

/** A browser may name its zone by a link (`Asia/Calcutta`), which the list leaves out. */
function choicesWith(own: ComboboxItem, at: Date): ComboboxItem[] {
  const choices = listTimeZones(at).map(({ timezone, label }) => ({ value: timezone, label }))
  return choices.some(({ value }) => value === own.value) ? choices : [own, ...choices]
}

/** The list writes a true minus and spaces; people type a hyphen and may know the name with underscores. */
function simplified(text: string): string {
  return text.toLowerCase().replaceAll('\u2212', '-').replaceAll('_', ' ').replace(/\s+/g, ' ').trim()
}
