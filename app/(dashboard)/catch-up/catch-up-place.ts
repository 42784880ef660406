import { CATCH_UP } from '@/app/(dashboard)/destinations'

/** What of the catch-up screen the address says. */
export interface CatchUpPlace {
  /** Of the page; null for the first. */
  cursor: string | null
  /** The deployment whose reschedule form is open. */
  reschedule: string | null
}

type Params = Record<string, string | string[] | undefined>

export function readCatchUpPlace({ cursor, reschedule }: Params): CatchUpPlace {
  return {
    cursor: typeof cursor === 'string' ? cursor : null,
    reschedule: typeof reschedule === 'string' ? reschedule : null,
  }
}

export function catchUpHref({ cursor, reschedule }: CatchUpPlace): string {
  const params = new URLSearchParams()
  if (cursor !== null) params.set('cursor', cursor)
  if (reschedule !== null) params.set('reschedule', reschedule)
  const query = params.toString()
  return query === '' ? CATCH_UP : `${CATCH_UP}?${query}`
}
