import { describe, expect, test } from 'vitest'
import { findBreaches } from '@/scripts/boundaries'
import type { SourceFile } from '@/scripts/import-graph'

/** A file and what it imports: `type:` before a path is a type import, a path with a slash is the project's. */
function file(path: string, imports: string[] = [], directive: string | null = null): SourceFile {
  return {
    path,
    directive,
    imports: imports.map((text) => {
      const target = text.replace('type:', '')
      const isOurs = /^(app|lib|worker|sandbox|scripts|tests|bench)\//.test(target)
      return { specifier: target, file: isOurs ? target : null, isTypeOnly: text.startsWith('type:') }
    }),
  }
}

describe('an import against the direction is found', () => {
  test.each([
    ['lib/domain/a.ts', 'lib/postgres/b.ts'],
    ['lib/domain/a.ts', 'lib/ports/b.ts'],
    ['lib/domain/a.ts', 'node:fs'],
    ['lib/domain/a.ts', 'fs'],
    ['lib/domain/a.ts', 'pg'],
    ['lib/domain/a.ts', 'date-fns-evil'],
    ['lib/ports/a.ts', 'lib/postgres/b.ts'],
    ['lib/postgres/a.ts', 'lib/use-cases/b.ts'],
    ['lib/postgres/a.ts', 'lib/queries/list-views.ts'],
    ['lib/ecs/a.ts', 'lib/use-cases/b.ts'],
    ['lib/queue/a.ts', 'lib/queries/b.ts'],
    ['lib/use-cases/a.ts', 'app/b.ts'],
    ['lib/queries/a.ts', 'worker/b.ts'],
    ['lib/log.ts', 'worker/b.ts'],
    ['lib/use-cases/a.ts', 'lib/generated/prisma/client.ts'],
    ['app/page.tsx', 'type:lib/generated/prisma/client.ts'],
    ['app/page.tsx', 'lib/ecs/b.ts'],
    ['app/page.tsx', 'worker/b.ts'],
    ['app/page.tsx', 'sandbox/ecs/b.ts'],
    ['worker/a.ts', 'app/b.ts'],
    ['worker/a.ts', 'sandbox/ecs/b.ts'],
    ['worker/a.ts', 'scripts/b.ts'],
    ['lib/ecs/a.ts', 'tests/b.ts'],
  ])('%s imports %s', (from, to) => {
    const sentence = `${from} imports ${to.replace('type:', '')}: `
    expect(findBreaches([file(from, [to])])).toEqual([expect.stringContaining(sentence)])
  })
})

test.each([
  ['lib/domain/a.ts', 'lib/domain/b.ts'],
  ['lib/domain/a.ts', 'date-fns-tz'],
  ['lib/domain/a.ts', 'date-fns/addDays'],
  ['lib/domain/a.ts', 'type:lib/ports/b.ts'],
  ['lib/postgres/a.ts', 'lib/generated/prisma/client.ts'],
  ['lib/postgres/a.ts', 'type:lib/queries/list-views.ts'],
  ['lib/use-cases/a.ts', 'lib/postgres/b.ts'],
  ['app/page.tsx', 'lib/queries/b.ts'],
  ['worker/a.ts', 'lib/ecs/b.ts'],
  ['tests/unit/a.ts', 'sandbox/ecs/b.ts'],
])('%s may import %s', (from, to) => {
  expect(findBreaches([file(from, [to])])).toEqual([])
})

describe('what a browser would load', () => {
  const adapter = file('lib/postgres/database.ts')

  test('does not reach the database, however many files lie between', () => {
    const way = [
      file('app/form.tsx', ['app/words.ts'], 'use client'),
      file('app/words.ts', ['lib/queries/list.ts']),
      file('lib/queries/list.ts', ['lib/postgres/database.ts']),
    ]
    expect(findBreaches([...way, adapter])).toEqual([
      'app/form.tsx → app/words.ts → lib/queries/list.ts → lib/postgres/database.ts: this would reach the browser',
    ])
  })

  test('may name types and call server actions', () => {
    const files = [
      file('app/form.tsx', ['type:lib/queries/list.ts', 'app/actions.ts'], 'use client'),
      file('app/actions.ts', ['lib/queries/list.ts'], 'use server'),
      file('lib/queries/list.ts', ['lib/postgres/database.ts']),
    ]
    expect(findBreaches([...files, adapter])).toEqual([])
  })
})

describe('a circle of imports', () => {
  test('is found once', () => {
    const files = [
      file('worker/c.ts', ['worker/a.ts']),
      file('worker/a.ts', ['worker/b.ts']),
      file('worker/b.ts', ['worker/c.ts']),
      file('worker/d.ts', ['worker/a.ts']),
    ]
    expect(findBreaches(files)).toEqual(['worker/a.ts → worker/b.ts → worker/c.ts → …: a circle of imports'])
  })

  test('of types alone is none', () => {
    expect(findBreaches([file('lib/a.ts', ['lib/b.ts']), file('lib/b.ts', ['type:lib/a.ts'])])).toEqual([])
  })
})
