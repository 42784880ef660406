import { expect, test } from 'vitest'
import { runAnswerLost } from '@/torture/answer-lost'
import { runTorture } from '@/torture/run-torture'
import { summaryOf } from '@/torture/summary'

const quietly = () => undefined
const CLEAN = { lost: 0, double: 0, false_success: 0, unexplained: 0 }

test('nothing is lost, done twice, falsely called a success or left unexplained in a short run of torture', async () => {
  const run = await runTorture(
    {
      ...{ deployments: 24, seed: 11, minutes: 0.4, kills: 10, workers: 3 },
      ...{ web: false, json: true, keep: false, answerLost: false },
    },
    quietly,
  )
  const summary = summaryOf(run)
  expect(run.findings).toEqual([])
  expect(summary).toMatchObject({ ...CLEAN, unanswered: 0, died: 0 })
  // It would be no torture without.
  expect(summary.accepted).toBeGreaterThan(20)
  expect(summary.kills.total).toBeGreaterThanOrEqual(10)
}, 300_000)

test('every answer that is cut after its call took effect is found out about by looking, and nothing is done twice', async () => {
  const { summary, findings } = await runAnswerLost({ deployments: 20, workers: 2 }, quietly)
  expect(findings).toEqual([])
  expect(summary).toMatchObject({
    ...{ ...CLEAN, deployments: 20, rollouts: 20, adopted: 20 },
    ended: { succeeded: 18, cancelled: 2 },
    answers_cut: { RegisterTaskDefinition: 20, UpdateService: 20, StopServiceDeployment: 2 },
  })
}, 300_000)
