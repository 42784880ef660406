export interface Destination {
  label: string
  href: string
}

/** Where what an outage left behind is listed; the navigation shows how much. */
export const CATCH_UP = '/catch-up'

/** What people come for every day. */
export const WORK: readonly Destination[] = [
  { label: 'Deployments', href: '/deployments' },
  { label: 'Calendar', href: '/calendar' },
  { label: 'Catch up', href: CATCH_UP },
]

/** What is set up once. */
export const SET_UP: readonly Destination[] = [
  { label: 'Applications', href: '/applications' },
  { label: 'Environments', href: '/environments' },
  { label: 'Cloud accounts', href: '/cloud-accounts' },
  { label: 'Settings', href: '/settings' },
]

/** Whether the page at `pathname` belongs to a destination: itself, or something below it. */
export function isWithin(pathname: string, { href }: Destination): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}
