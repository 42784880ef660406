import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'

/** `ecs-svc/` and 19 digits, as ECS names deployments. */
export function newDeploymentId(): string {
  return `ecs-svc/${digits(19)}`
}

export function newRevisionId(): string {
  return digits(19)
}

/** 21 characters, as in the ARN of a service deployment. */
export function newServiceDeploymentId(): string {
  return randomBytes(21).toString('base64url').slice(0, 21)
}

export function newTaskId(): string {
  return randomUUID().replaceAll('-', '')
}

/** 32 hexadecimal digits that are always the same for the same words: the ids of derived tasks and events. */
export function derivedId(...words: (string | number)[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32)
}

export function derivedUuid(...words: (string | number)[]): string {
  return derivedId(...words).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function digits(count: number): string {
  const first = String(randomInt(1, 10))
  return first + Array.from({ length: count - 1 }, () => String(randomInt(10))).join('')
}
