import type { DueRefusal } from '@/lib/domain/due-decision'
import type { FinishRefusal } from '@/lib/domain/finish-by'
import { listWords } from '@/lib/domain/list-words'
import type { ScheduleRefusal } from '@/lib/domain/schedule-decision'
import { formatInZone } from '@/lib/domain/zone-format'
import type { PlanRefusal } from '@/lib/use-cases/target-planner'
import { cannotDo, conflict, invalidRequest, notFound, type RefusalWords, type WordsByKind } from './words'

type Refusal =
  | Exclude<ScheduleRefusal, DueRefusal>
  | Extract<FinishRefusal, { kind: 'finish_too_early' }>
  | Exclude<PlanRefusal, { kind: 'not_found' }>

/** Refusals of what shall be deployed, where, and what must be deployed first. */
export const planWords: WordsByKind<Refusal> = {
  dependency_in_past: ({ label, dependencyDueAt, earliest }) =>
    cannotDo(
      'dependency_in_past',
      'A dependency would be due in the past',
      `${label} has to be deployed first and would be due ${formatInZone(dependencyDueAt, 'UTC')}, which has passed. The earliest possible time is ${formatInZone(earliest, 'UTC')}; or give it a shorter lead time.`,
      { path: 'at', extra: { earliest: earliest.toISOString(), dependency: label } },
    ),
  finish_too_early: ({ label, startAt, earliest }) =>
    cannotDo(
      'finish_too_early',
      'There is not enough time',
      `To be done by then, ${label} would have to start ${formatInZone(startAt, 'UTC')}, which has passed. The earliest possible end is ${formatInZone(earliest, 'UTC')}.`,
      { path: 'at', extra: { earliest: earliest.toISOString(), starts: startAt.toISOString() } },
    ),
  dependency_cycle: ({ cycle }) =>
    cannotDo(
      'dependency_cycle',
      'The dependencies go in a circle',
      `${cycle.join(' → ')}: each would wait for the next, for ever. Take one of them out.`,
      { path: 'dependencies', extra: { cycle } },
    ),
  dependency_due_later: ({ label, dependencyDueAt }) =>
    cannotDo(
      'dependency_due_later',
      'A dependency is due too late',
      `${label} is due ${formatInZone(dependencyDueAt, 'UTC')}, after what needs it. Choose a later time, or reschedule the dependency first.`,
      {
        path: 'dependencies',
        extra: { dependency_due_at: dependencyDueAt.toISOString(), dependency: label },
      },
    ),
  dependency_ended: ({ label, status }) =>
    conflict(
      'dependency_ended',
      'A dependency has ended',
      `${label} has ended as ${status.replaceAll('_', ' ')}, so that what needs it would be skipped. Retry or reschedule it first, or schedule without it.`,
      { path: 'dependencies', extra: { dependency: label, dependency_status: status } },
    ),
  dependency_conflict: ({ label, images }) =>
    cannotDo(
      'dependency_conflict',
      'A dependency is asked for with two images',
      `${label} is needed in several places, as ${images.join(' and as ')}. One deployment brings only one of them: name the same image everywhere.`,
      { path: 'dependencies', extra: { dependency: label, images } },
    ),
  too_many_dependencies: ({ limit }) =>
    cannotDo(
      'too_many_dependencies',
      'Too many dependencies',
      `At most ${limit} deployments can be made with one. Schedule some of them by themselves and depend on those.`,
      { path: 'dependencies', extra: { limit } },
    ),
  environment_required: ({ application, choices, path }) => {
    const message = `${application} runs in ${listWords(choices)}. Say in which environment it shall be deployed.`
    return { ...invalidRequest(message, [{ path, message }]), extra: { choices } }
  },
  no_target: ({ application, environment, path }) =>
    cannotDo(
      'no_target',
      'The application does not run there',
      environment === null
        ? `${application} has no environment yet. Add one to the application first.`
        : `${application} has no target in “${environment}”. Choose another environment, or add this one to the application.`,
      { path },
    ),
  invalid_image: ({ why, path }) => invalidRequest(why, [{ path, message: why }]),
}

/** What was named and is not there. The path is `id`, or absent, where an address named it and not the input. */
export function notFoundWords(refusal: { what?: string; name?: string; path?: string }): RefusalWords {
  const { what = 'thing', name, path = 'id' } = refusal
  return name === undefined || path === 'id' ? notFound(what) : notFound(what, { name, path })
}
