import { expect, test } from 'vitest'
import { timelineItems } from '@/app/(dashboard)/deployments/timeline-items'
import { now } from './screen-fixtures'

const entry = (id: string, event: string) => ({
  ...{ id, event, at: now, actor: 'ECS', message: id },
  ...{ fromStatus: null, toStatus: null, runId: null },
})

test('the newest stands first and what ECS said in a row is folded into one', () => {
  const items = timelineItems([
    entry('1', 'deployment.scheduled'),
    entry('2', 'ecs.event'),
    entry('3', 'ecs.event'),
    entry('4', 'run.rolled_back'),
    entry('5', 'ecs.event'),
  ])
  expect(
    items.map((item) => (item.kind === 'entry' ? item.entry.id : item.entries.map(({ id }) => id))),
  ).toEqual([['5'], '4', ['3', '2'], '1'])
})

test('a fold keeps its name while more is said, so that it stays open', () => {
  const [before] = timelineItems([entry('2', 'ecs.event')])
  const [after] = timelineItems([entry('2', 'ecs.event'), entry('3', 'ecs.event')])
  expect(after?.key).toBe(before?.key)
})
