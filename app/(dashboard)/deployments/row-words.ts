import { durationWords } from '@/lib/domain/duration-words'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** Below this nobody calls a start late. */
const NOTICEABLE_MS = 1000

/** `8 ms`, `1 s`, `3 min 10 s`: fine below a second, where lateness usually lies. */
export function latenessWords(ms: number): string {
  return ms < NOTICEABLE_MS ? `${ms} ms` : durationWords(ms)
}

/** How it went, beside its due time: `on time, took 42 s`; null before it starts. */
export function progressWords({ startedAt, finishedAt, latenessMs }: DeploymentSummary): string | null {
  if (startedAt === null || latenessMs === null) return null
  const start = latenessMs < NOTICEABLE_MS ? 'on time' : `${latenessWords(latenessMs)} late`
  return finishedAt === null
    ? `started ${start}`
    : `${start}, took ${durationWords(finishedAt.getTime() - startedAt.getTime())}`
}

/** What a deployment waits for, by name: `after API`, `after API and 2 more`. Null when it waits for nothing. */
export function chainWords(names: readonly string[]): string | null {
  const [first, ...others] = names
  if (first === undefined) return null
  return others.length === 0 ? `after ${first}` : `after ${first} and ${others.length} more`
}

/** What is deployed, short enough for a list: an image's tag or digest, or what ran before another deployment. */
export function whatWords({ image, revertsId }: Pick<DeploymentSummary, 'image' | 'revertsId'>): string {
  return revertsId === null ? shortImage(image) : 'revert: what ran before'
}

/** The tag or digest at the end of an image reference, short enough for a list. */
export function shortImage(image: string | null): string {
  if (image === null) return 'what runs now'
  const digest = image.indexOf('@sha256:')
  if (digest >= 0) return image.slice(digest + 1, digest + 20)
  return image.slice(image.lastIndexOf('/') + 1)
}
