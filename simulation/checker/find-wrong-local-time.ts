import { instantsShowing, wallAt } from '@/simulation/people/wall-time'
import type { DeploymentFact, Facts, Finding } from './facts'

/** At its due time the clock of its zone must show what was typed, by another implementation than ours. */
export function findWrongLocalTime({ deployments, promises }: Facts): Finding[] {
  const typedOf = new Map(promises.map(({ id, typed }) => [id, typed]))
  return deployments.flatMap((row) => {
    const whys = [whyNotShown(row), whyNotTyped(row, typedOf.get(row.id) ?? null)]
    return whys.flatMap((why) =>
      why === null ? [] : [{ kind: 'wrong_local_time' as const, about: row.id, why }],
    )
  })
}

function whyNotShown({ localTime, timezone, overlap, dueAt }: DeploymentFact): string | null {
  const shown = wallAt(dueAt.getTime(), timezone)
  if (shown !== localTime.slice(0, 16)) return `It says ${localTime}, and ${timezone} shows ${shown}.`
  const instants = instantsShowing(shown, timezone)
  const [earlier, later] = instants
  if (later === undefined)
    return overlap === null ? null : `${localTime} is shown once, and it says ${overlap}.`
  const side = dueAt.getTime() < later ? 'earlier' : 'later'
  return side === overlap ? null : `It is the ${side} one (${earlier}, ${later}), and says ${overlap}.`
}

function whyNotTyped({ dueAt }: DeploymentFact, typed: Facts['promises'][number]['typed']): string | null {
  if (typed === null) return null
  const instants = instantsShowing(typed.local, typed.timezone)
  const meant = typed.overlap === 'later' ? instants[1] : instants[0]
  return meant === dueAt.getTime()
    ? null
    : `${typed.local} in ${typed.timezone} is ${meant}, not ${dueAt.getTime()}.`
}
