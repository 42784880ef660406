import { z } from 'zod'
import type { TeamDatabase } from './database'

/** What a request was answered with, as JSON. */
export interface StoredAnswer {
  requestHash: string
  status: number
  body: unknown
}

export interface AnswerKey {
  userId: string
  key: string
}

/** How long the same key gets the same answer: a day. */
const KEPT_MS = 24 * 60 * 60_000

/**
 * Makes requests with the same key wait for each other until the transaction ends. An advisory lock and
 * not a row: there is nothing to clean up after a refusal, and no half-made answer to be read.
 */
export async function lockAnswerKey(database: TeamDatabase, { userId, key }: AnswerKey): Promise<void> {
  const name = `idempotency ${database.teamId} ${userId} ${key}`
  await database.client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}

/** The answer of an earlier request with this key, or null. One that is older than a day counts as gone. */
export async function findAnswer(
  database: TeamDatabase,
  { userId, key }: AnswerKey,
): Promise<StoredAnswer | null> {
  const row = await database.client.idempotentAnswer.findUnique({
    where: { teamId_userId_key: { teamId: database.teamId, userId, key } },
    select: { requestHash: true, status: true, body: true, createdAt: true },
  })
  if (row === null || row.createdAt < (await oldestKept(database))) return null
  const { createdAt: _, ...answer } = row
  return answer
}

export async function storeAnswer(
  database: TeamDatabase,
  { userId, key }: AnswerKey,
  answer: StoredAnswer,
): Promise<void> {
  await dropOldAnswers(database)
  const id = { teamId: database.teamId, userId, key }
  const content = { ...answer, body: z.json().parse(answer.body) ?? {}, createdAt: await database.now() }
  await database.client.idempotentAnswer.upsert({
    where: { teamId_userId_key: id },
    create: { ...id, ...content },
    update: content,
    select: { key: true },
  })
}

/** A few at a time, and none that another request is dropping: nobody waits for this. */
async function dropOldAnswers(database: TeamDatabase): Promise<void> {
  await database.client.$executeRaw`
    DELETE FROM idempotent_answers WHERE (team_id, user_id, key) IN (
      SELECT team_id, user_id, key FROM idempotent_answers
      WHERE team_id = ${database.teamId}::uuid AND created_at < ${await oldestKept(database)}
      LIMIT 1000 FOR UPDATE SKIP LOCKED)`
}

async function oldestKept(database: TeamDatabase): Promise<Date> {
  return new Date((await database.now()).getTime() - KEPT_MS)
}
