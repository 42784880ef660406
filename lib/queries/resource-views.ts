import type { FreezeSpan } from '@/lib/domain/freeze-span'
import type { FreezeEffect } from '@/lib/domain/freeze-window'
import type { Role } from '@/lib/domain/permissions'
import type { Discovery } from '@/lib/ports/rollouts'

/** What pages and the API show of a cloud account. Nothing secret is in it, sealed or not. */
export interface CloudAccountView {
  id: string
  name: string
  region: string
  /** Another address than AWS's own, for ECS-compatible servers. */
  endpoint: string | null
  credentials: CredentialsView
  createdAt: Date
  updatedAt: Date
  check: CloudAccountCheck
}

export type CredentialsView =
  | { kind: 'static' }
  | { kind: 'role'; roleArn: string; externalId: string }
  | { kind: 'ambient' }

/** The connection test. It is under way while `requestedAt` is later than `checkedAt`. */
export interface CloudAccountCheck {
  requestedAt: Date | null
  checkedAt: Date | null
  /** Why the last one failed, in words; null when it passed. */
  error: string | null
  /** What the last good one found. */
  discovery: Discovery | null
}

export interface EnvironmentView {
  id: string
  name: string
  slug: string
  cluster: string
  /** Of deployments that name no start deadline; null: an hour. */
  startDeadlineMinutes: number | null
  cloudAccount: { id: string; name: string; region: string }
  createdAt: Date
}

export interface ApplicationView {
  id: string
  name: string
  slug: string
  createdAt: Date
  /** Without those that were retired. */
  targets: TargetView[]
}

export interface TargetView {
  id: string
  environment: { id: string; name: string; slug: string; startDeadlineMinutes: number | null }
  service: string
  container: string
  imageRepository: string | null
}

/** A freeze window, or an allowed one. */
export interface FreezeView {
  id: string
  effect: FreezeEffect
  reason: string
  /** Null: all. */
  environment: { id: string; name: string; slug: string } | null
  /** Null: all. */
  application: { id: string; name: string; slug: string } | null
  span: FreezeSpan
  createdBy: string
  createdAt: Date
}

export interface TeamView {
  id: string
  name: string
  slug: string
  /** How many deployments may be running at once. */
  maxRunning: number
}

export interface MemberView {
  userId: string
  name: string
  email: string
  role: Role
  disabledAt: Date | null
  memberSince: Date
}

export interface ApiTokenView {
  id: string
  name: string
  /** The beginning of the token, to recognise it by. */
  prefix: string
  user: { id: string; name: string; email: string }
  createdAt: Date
  expiresAt: Date | null
  /** To the minute. */
  lastUsedAt: Date | null
  revokedAt: Date | null
}
