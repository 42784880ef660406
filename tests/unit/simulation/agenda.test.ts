import { expect, test } from 'vitest'
import { Agenda } from '@/simulation/virtual-time/agenda'

test('what is on the agenda happens in the order of its instants, and of those as it was added', async () => {
  const agenda = new Agenda()
  const happened: string[] = []
  const add = (atMs: number, what: string) => agenda.at(atMs, async () => void happened.push(what))
  add(30, 'last')
  add(10, 'first')
  add(20, 'second')
  add(20, 'third')
  expect(agenda.nextMs).toBe(10)
  await agenda.carryOutUntil(20)
  expect(happened).toEqual(['first', 'second', 'third'])
  expect(agenda.nextMs).toBe(30)
  await agenda.carryOutUntil(30)
  expect(happened).toHaveLength(4)
  expect(agenda.nextMs).toBeNull()
})

test('what is added while something happens, and is due by then, happens as well', async () => {
  const agenda = new Agenda()
  const happened: string[] = []
  agenda.at(10, async () => agenda.at(15, async () => void happened.push('added')))
  await agenda.carryOutUntil(20)
  expect(happened).toEqual(['added'])
})
