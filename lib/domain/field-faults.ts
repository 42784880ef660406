import { MAX_START_DEADLINE_MINUTES } from '@/lib/domain/lead-time'
import { isSlug } from './slug'

// What is wrong with a field that somebody filled in, as a sentence for them; null when nothing is.

const MAX_NAME_LENGTH = 100

export function nameFault(name: string): string | null {
  if (name.trim() === '') return 'A name is needed.'
  if (name.length > MAX_NAME_LENGTH) return `A name has at most ${MAX_NAME_LENGTH} characters.`
  return /\p{Cc}/u.test(name) ? 'A name has no line breaks or control characters.' : null
}

const MAX_REASON_LENGTH = 200

export function reasonFault(reason: string): string | null {
  if (reason.trim() === '') return 'A reason is needed: people who wait will read it.'
  if (reason.length > MAX_REASON_LENGTH) return `A reason has at most ${MAX_REASON_LENGTH} characters.`
  return /\p{Cc}/u.test(reason) ? 'A reason has no line breaks or control characters.' : null
}

/** Of a team's deployments at once. */
export const MOST_RUNNING = 10_000

export function maxRunningFault(maxRunning: number): string | null {
  if (Number.isInteger(maxRunning) && maxRunning >= 1 && maxRunning <= MOST_RUNNING) return null
  return `A team may run 1 to ${MOST_RUNNING.toLocaleString('en')} deployments at once.`
}

export function slugFault(slug: string): string | null {
  if (slug === '') return 'This name gives no slug: choose one of lower-case letters and digits.'
  return isSlug(slug)
    ? null
    : 'A slug has lower-case letters a to z and digits, joined by single hyphens; at most 63 characters.'
}

/**
 * Of clusters, services and containers.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export function ecsNameFault(what: string, name: string): string | null {
  if (name === '') return `The name of the ${what} is needed.`
  if (name.startsWith('arn:')) return `The name of the ${what} is needed, not its ARN.`
  return /^[A-Za-z0-9_-]{1,255}$/.test(name)
    ? null
    : `The name of a ${what} has letters, digits, “-” and “_”; at most 255 characters.`
}

/** Regions come and go, so only their form is checked: the connection test finds the rest. */
export function regionFault(region: string): string | null {
  if (region === '') return 'A region is needed, such as eu-central-1.'
  const isRegion = region.length <= 50 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(region)
  return isRegion ? null : 'A region is written like eu-central-1.'
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function roleArnFault(roleArn: string): string | null {
  if (roleArn.length <= 2048 && /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) return null
  return 'The ARN of a role is written like arn:aws:iam::123456789012:role/shipclock.'
}

export function accessKeyIdFault(accessKeyId: string): string | null {
  if (accessKeyId === '') return 'The access key id is needed.'
  return /^\w{1,128}$/.test(accessKeyId)
    ? null
    : 'An access key id has only letters and digits, like AKIAIOSFODNN7EXAMPLE. Is this the secret key?'
}

/** The message never repeats any of it. */
export function secretAccessKeyFault(secretAccessKey: string): string | null {
  if (secretAccessKey === '') return 'The secret access key is needed.'
  return /^[\x21-\x7e]{1,256}$/.test(secretAccessKey)
    ? null
    : 'This cannot be a secret access key: it has spaces or other characters that none has.'
}

/** A start deadline in minutes after the due time. */
export function startDeadlineFault(minutes: number): string | null {
  const isRight = Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_START_DEADLINE_MINUTES
  return isRight ? null : `Whole minutes, 1 to ${MAX_START_DEADLINE_MINUTES} (30 days).`
}
