'use client'

import { Button, CloseButton, Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import classes from '@/app/(dashboard)/deployments/list-filter-bar.module.css'
import {
  isNarrowed,
  type ListFilters,
  listHref,
  statusesOf,
} from '@/app/(dashboard)/deployments/list-filters'
import { statusWord } from '@/app/components/status-word'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'

/** Long enough not to ask for every letter. */
const TYPING_PAUSE_MS = 250

interface Choice {
  slug: string
  name: string
}

export interface ListFilterBarProps {
  filters: ListFilters
  applications: Choice[]
  environments: Choice[]
}

/** Narrows the list. Everything chosen goes into the address. */
export function ListFilterBar({ filters, applications, environments }: ListFilterBarProps) {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const [search, setSearch] = useState(filters.search)
  const apply = (patch: Partial<ListFilters>) =>
    startTransition(() =>
      router.replace(listHref({ ...filters, search, cursor: null, ...patch }), { scroll: false }),
    )
  const applySearch = useDebouncedCallback((text: string) => apply({ search: text }), TYPING_PAUSE_MS)
  const changeSearch = (text: string) => {
    setSearch(text)
    applySearch(text)
  }

  return (
    <Group gap="xs" align="flex-start" className={classes.bar} aria-busy={isPending} role="search">
      <SearchField value={search} onChange={changeSearch} />
      <MultiSelect
        aria-label="Filter by state"
        placeholder={filters.statuses.length === 0 ? 'All states' : undefined}
        data={statusesOf(filters.view).map((status) => ({ value: status, label: statusWord(status) }))}
        value={filters.statuses}
        onChange={(values) =>
          apply({ statuses: DEPLOYMENT_STATUSES.filter((status) => values.includes(status)) })
        }
        clearable
        className={classes.states}
      />
      <Select
        aria-label="Filter by application"
        placeholder="All applications"
        data={applications.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={filters.application}
        onChange={(application) => apply({ application })}
        searchable
        clearable
        className={classes.choice}
      />
      <Select
        aria-label="Filter by environment"
        placeholder="All environments"
        data={environments.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={filters.environment}
        onChange={(environment) => apply({ environment })}
        clearable
        className={classes.choice}
      />
      {isNarrowed(filters) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setSearch('')
            apply({ statuses: [], application: null, environment: null, search: '' })
          }}
        >
          Clear
        </Button>
      )}
    </Group>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <TextInput
      type="search"
      aria-label="Search by application, image or note"
      placeholder="Search application, image, note"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange('')} />
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      className={classes.search}
      autoComplete="off"
    />
  )
}
