import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
const WORKER_NEEDS = [
  'lib',
  'worker',
  'scripts',
  'prisma',
  'package.json',
  'tsconfig.json',
  'prisma.config.ts',
]

/** A tree of its own, as the version after this one might be: it has a column more, and writes it. */
export interface NextVersion {
  folder: string
  /** Brings a database to this version. */
  migrate(databaseUrl: string): Promise<void>
  remove(): Promise<void>
}

export async function makeNextVersion(): Promise<NextVersion> {
  const folder = await mkdtemp(join(tmpdir(), 'shipclock-next-'))
  for (const path of WORKER_NEEDS) {
    const filter = (source: string) => !source.includes('/lib/generated')
    await cp(join(root, path), join(folder, path), { recursive: true, filter })
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await addColumn(folder)
  await run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: folder,
    // It would download an engine that generating does not use.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  })
  return {
    folder,
    migrate: async (databaseUrl) => {
      const args = ['--import', './scripts/alias.mjs', 'scripts/migrate.ts']
      await run(process.execPath, args, { cwd: folder, env: { ...process.env, DATABASE_URL: databaseUrl } })
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

async function addColumn(folder: string): Promise<void> {
  const migration = join(folder, 'prisma/migrations/20991231235959_started_by_version')
  await mkdir(migration)
  const sql = 'ALTER TABLE "deployments" ADD COLUMN "started_by_version" TEXT;\n'
  await writeFile(join(migration, 'migration.sql'), sql)
  const schema = '  startedByVersion String? @map("started_by_version")\n'
  await replace(
    join(folder, 'prisma/schema.prisma'),
    '  requestKey  String?',
    `${schema}  requestKey  String?`,
  )
  const answer = '  return row?.moved ?? 0'
  const ids = '$' + '{moves.map((move) => move.deploymentId)}'
  const write = `UPDATE deployments SET started_by_version = 'next' WHERE id = ANY(${ids}::uuid[])`
  await replace(
    join(folder, 'lib/postgres/transitions.ts'),
    answer,
    `  await database.client.$executeRaw\`${write}\`\n${answer}`,
  )
}

async function replace(path: string, before: string, after: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.includes(before)) throw new Error(`${path} has no “${before}” any more.`)
  await writeFile(path, text.replace(before, after))
}
