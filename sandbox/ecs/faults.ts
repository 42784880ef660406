import { AwsError } from './aws-error.ts'

export const faultKinds = [
  'throttle',
  'error500',
  'html502',
  'hang',
  'answer_lost',
  'expired_token',
  'access_denied',
  'aws_error',
] as const
export type FaultKind = (typeof faultKinds)[number]

export type FaultRule = {
  fault: FaultKind
  /** Null means every operation. */
  operation: string | null
  /** Null means every service; else only requests that name this one. */
  service: string | null
  /** How many requests it still strikes; null means without end. */
  count: number | null
  /** The chance that it strikes a request that it fits. */
  probability: number
  /** Whether the request is carried out before the fault keeps its answer back. */
  afterEffect: boolean
  /** What `aws_error` answers. */
  error: { code: string; message: string; status: number } | null
  random: () => number
}

/** The faults that were ordered. They live in memory only: a restarted sandbox is a healthy one. */
export class Faults {
  readonly #rules: FaultRule[] = []

  add(rule: FaultRule): void {
    this.#rules.push(rule)
  }

  clear(): void {
    this.#rules.length = 0
  }

  list(): Omit<FaultRule, 'random'>[] {
    return this.#rules.map(({ random: _random, ...shown }) => shown)
  }

  /** The first ordered fault that strikes this request, used up by one; null for none. */
  strike(operation: string, service: string | null): FaultRule | null {
    for (const rule of this.#rules) {
      if (rule.count === 0) continue
      if (rule.operation !== null && rule.operation !== operation) continue
      if (rule.service !== null && rule.service !== service) continue
      if (rule.random() >= rule.probability) continue
      if (rule.count !== null) rule.count -= 1
      return rule
    }
    return null
  }
}

/** The error that a fault answers; null for the faults that answer with none, or with no answer at all. */
export function faultError(
  rule: FaultRule,
  callerArn: string,
  operation: string,
  service: string,
): AwsError | null {
  switch (rule.fault) {
    case 'throttle':
      return new AwsError('ThrottlingException', 'Rate exceeded')
    case 'error500':
      return new AwsError('ServerException', 'Service Unavailable. Please try again later.', { status: 500 })
    case 'expired_token':
      return new AwsError('ExpiredTokenException', 'The security token included in the request is expired')
    case 'access_denied':
      return new AwsError(
        'AccessDeniedException',
        `User: ${callerArn} is not authorized to perform: ${service}:${operation} because no identity-based policy allows the ${service}:${operation} action`,
      )
    case 'aws_error':
      return rule.error === null
        ? null
        : new AwsError(rule.error.code, rule.error.message, { status: rule.error.status })
    case 'html502':
    case 'hang':
    case 'answer_lost':
      return null
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
