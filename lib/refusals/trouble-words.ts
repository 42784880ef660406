import type { DatabaseTrouble } from '@/lib/postgres/errors'

/** What is the matter with the database, as a headline. The same words wherever it shows. */
export const TROUBLE_TITLES: Record<DatabaseTrouble, string> = {
  away: 'Shipclock can’t reach its database',
  read_only: 'Shipclock’s database takes no changes at the moment',
  busy: 'Shipclock’s database is too busy to answer',
  full: 'Shipclock’s database has no disk space left',
}
