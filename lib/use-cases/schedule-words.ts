import { formatInZone } from '@/lib/domain/zone-format'

export interface ToDescribe {
  dueAt: Date
  timezone: string
  image: string | null
  /** The deployment that it reverts; left out where it can't be a revert. */
  revertsId?: string | null
}

/** What a timeline says when a due time was set. */
export function scheduledWords(deployment: ToDescribe): string {
  const due = `Due ${formatInZone(deployment.dueAt, deployment.timezone)}`
  if (deployment.revertsId) return `${due}: brings back what ran before.`
  const what = deployment.image === null ? 'what runs then, as a fresh revision' : deployment.image
  return `${due}: deploys ${what}.`
}
