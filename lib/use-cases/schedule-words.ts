import { formatInZone } from '@/lib/domain/zone-format'

/** What a timeline says when a due time was set. */
export function scheduledWords(deployment: { dueAt: Date; timezone: string; image: string | null }): string {
  const what = deployment.image === null ? 'what runs then, as a fresh revision' : deployment.image
  return `Due ${formatInZone(deployment.dueAt, deployment.timezone)}: deploys ${what}.`
}
