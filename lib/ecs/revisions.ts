import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import { RolloutRejected, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { Revision, RevisionOrder, RevisionQuery, RolloutTarget } from '@/lib/ports/rollouts'
import type { Aws } from './aws'
import { revisionChanges } from './changes'
import { captureRawAnswer } from './raw-answer'
import { RUN_TAG, registerTaskDefinitionRequest } from './requests'
import { callerOf, required } from './service'
import { unknownMembers } from './unknown-members'

/** How far back our own revision is looked for; between our attempts others may have registered some. */
const NEWEST_REVISIONS = 20

interface DescribedRevision {
  taskDefinition: TaskDefinition
  tags: Tag[]
}

export async function readRevision(
  aws: Aws,
  target: RolloutTarget,
  revisionArn: string,
): Promise<DescribedRevision> {
  const { taskDefinition, tags } = await aws.read(
    callerOf(target),
    'ecs:DescribeTaskDefinition',
    ({ ecs }, options) => ecs.send(describe(revisionArn), options),
  )
  return { taskDefinition: required(taskDefinition, 'the task definition'), tags: tags ?? [] }
}

/** See `Rollouts.findRevision`. Our revision is newer than the one it is based on: older ones are not asked for. */
export async function findRevision(
  aws: Aws,
  target: RolloutTarget,
  query: RevisionQuery,
): Promise<Revision | null> {
  const base = revisionNumbers(query.basedOnRevisionArn)
  const { taskDefinitionArns = [] } = await aws.read(
    callerOf(target),
    'ecs:ListTaskDefinitions',
    ({ ecs }, options) =>
      ecs.send(
        new ListTaskDefinitionsCommand({
          familyPrefix: base.family,
          sort: 'DESC',
          maxResults: NEWEST_REVISIONS,
        }),
        options,
      ),
  )
  for (const revisionArn of taskDefinitionArns) {
    const { family, revision } = revisionNumbers(revisionArn)
    if (family !== base.family || revision <= base.revision) continue
    const found = await readRevision(aws, target, revisionArn)
    if (!found.tags.some((tag) => tag.key === RUN_TAG && tag.value === query.runId)) continue
    const basedOn = await readRevision(aws, target, query.basedOnRevisionArn)
    return { revisionArn, changes: revisionChanges(basedOn.taskDefinition, found.taskDefinition) }
  }
  return null
}

/** See `Rollouts.registerRevision`. */
export async function registerRevision(
  aws: Aws,
  target: RolloutTarget,
  order: RevisionOrder,
): Promise<Revision> {
  const base = await readWholeRevision(aws, target, order.basedOnRevisionArn)
  const request = registerTaskDefinitionRequest(base, {
    container: target.container,
    image: order.image,
    runId: order.runId,
  })
  const answer = await aws.write(callerOf(target), 'ecs:RegisterTaskDefinition', ({ ecs }, options) =>
    ecs.send(new RegisterTaskDefinitionCommand(request), options),
  )
  const revisionArn = answer.taskDefinition?.taskDefinitionArn
  if (answer.taskDefinition === undefined || revisionArn === undefined) {
    throw new RolloutUnknown('ECS registered a task definition, but its answer does not say which.')
  }
  return { revisionArn, changes: revisionChanges(base.taskDefinition, answer.taskDefinition) }
}

/**
 * Reads a revision to copy it, and refuses when ECS's answer has settings inside containers, volumes
 * and the like that the SDK would drop. New members at the top are let pass: most are
 * read-only facts about a revision (`registeredBy` once was one), and refusing those would stop every deployment.
 */
async function readWholeRevision(
  aws: Aws,
  target: RolloutTarget,
  revisionArn: string,
): Promise<DescribedRevision> {
  const command = describe(revisionArn)
  const raw = captureRawAnswer(command)
  const { taskDefinition, tags } = await aws.read(
    callerOf(target),
    'ecs:DescribeTaskDefinition',
    ({ ecs }, options) => ecs.send(command, options),
  )
  const lost = unknownMembers(Reflect.get(Object(raw.answer), 'taskDefinition'), taskDefinition)
  const settings = lost.filter((path) => path.includes('.'))
  if (settings.length > 0) {
    throw new RolloutRejected(
      `The task definition has settings that this version of Shipclock does not know and would lose: ${settings.join(', ')}. Update Shipclock.`,
    )
  }
  return { taskDefinition: required(taskDefinition, 'the task definition'), tags: tags ?? [] }
}

function describe(revisionArn: string): DescribeTaskDefinitionCommand {
  return new DescribeTaskDefinitionCommand({ taskDefinition: revisionArn, include: ['TAGS'] })
}

/** `web` and 12 of `arn:aws:ecs:us-east-1:123456789012:task-definition/web:12`. */
function revisionNumbers(revisionArn: string): { family: string; revision: number } {
  const match = /(?:^|\/)([^/:]+):(\d+)$/.exec(revisionArn)
  if (match?.[1] === undefined) throw new RolloutRejected(`"${revisionArn}" does not name a revision.`)
  return { family: match[1], revision: Number(match[2]) }
}
