import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBreaches } from '@/scripts/boundaries'
import { readSourceFile } from '@/scripts/import-graph'
import type { Lifetime } from '@/scripts/lifetime'
import { runNode } from '@/scripts/run-node'
import { listSourceFiles } from '@/scripts/source-files'

const root = join(import.meta.dirname, '..')
const say = (line: string) => void process.stdout.write(`${line}\n`)

async function checkFormatAndLint(lifetime: Lifetime): Promise<boolean> {
  // Outside a clone (an unpacked archive) there is no .gitignore to heed.
  const vcs = existsSync(join(root, '.git')) ? [] : ['--vcs-enabled=false']
  const biome = await runNode(lifetime, ['node_modules/@biomejs/biome/bin/biome', 'ci', ...vcs, '.'])
  return biome.ok
}

function checkBoundaries(): boolean {
  const breaches = findBreaches(listSourceFiles(root).map((path) => readSourceFile(root, path)))
  for (const breach of breaches) say(breach)
  return breaches.length === 0
}

async function checkTypes(lifetime: Lifetime): Promise<boolean> {
  // Types of routes and of CSS modules are Next's to write.
  const generated = await runNode(lifetime, ['node_modules/next/dist/bin/next', 'typegen'], {
    NEXT_TELEMETRY_DISABLED: '1',
  })
  if (!generated.ok) return false
  return (await runNode(lifetime, ['node_modules/typescript/bin/tsc', '--noEmit'])).ok
}

/** Format, lint, boundaries and types: everything that needs no database. Answers the names of what failed. */
export async function runChecks(lifetime: Lifetime): Promise<string[]> {
  const failed: string[] = []
  if (!(await checkFormatAndLint(lifetime))) failed.push('format and lint')
  if (!checkBoundaries()) failed.push('boundaries')
  if (!(await checkTypes(lifetime))) failed.push('types')
  return failed
}
