'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import classes from './settings-tabs.module.css'

const PARTS = [
  { href: '/settings/account', label: 'Account' },
  { href: '/settings/team', label: 'Team' },
  { href: '/settings/freezes', label: 'Freezes' },
  { href: '/settings/members', label: 'Members' },
  { href: '/settings/tokens', label: 'API tokens' },
  { href: '/settings/feeds', label: 'Calendar feeds' },
] as const

/** The parts of the settings; each is a page of its own. */
export function SettingsTabs() {
  const pathname = usePathname()
  return (
    <nav aria-label="Settings" className={classes.tabs}>
      {PARTS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          className={classes.tab}
          aria-current={pathname === href ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
