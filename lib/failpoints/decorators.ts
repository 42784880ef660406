import type { Rollouts } from '@/lib/ports/rollouts'
import type { Database } from '@/lib/postgres/database'
import { aroundDatabase } from './around-database'
import { aroundHandler, type WakeUpHandler } from './around-handler'
import { aroundRollouts } from './around-rollouts'
import type { FailpointPlan } from './failpoint'
import { openFailpoints } from './failpoints'

/** Puts a process's failpoints around what it works with. Without a plan everything stays as it is. */
export interface FailpointDecorators {
  database(plain: Database): Database
  rollouts(plain: Rollouts): Rollouts
  handler(plain: WakeUpHandler): WakeUpHandler
}

export function failpointDecorators(plan: FailpointPlan | null | undefined): FailpointDecorators {
  if (!plan) return { database: (plain) => plain, rollouts: (plain) => plain, handler: (plain) => plain }
  const failpoints = openFailpoints(plan)
  return {
    database: (plain) => aroundDatabase(plain, failpoints),
    rollouts: (plain) => aroundRollouts(plain, failpoints),
    handler: (plain) => aroundHandler(plain, failpoints),
  }
}
