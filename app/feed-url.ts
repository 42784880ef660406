import { webEnvironment } from '@/app/services'

/** Where calendar programs find the feed with this secret. */
export function feedUrl(secret: string): string {
  return `${webEnvironment().publicUrl}/api/feeds/${secret}.ics`
}
