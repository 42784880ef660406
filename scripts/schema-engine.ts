// Prisma's schema engine as WebAssembly, over an ordinary connection: nothing is downloaded. It keeps
// _prisma_migrations as `prisma migrate` does, so that Prisma's own CLI works on the same folder and database.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import type pg from 'pg'
import { MigrationAdapter } from '@/scripts/migration-adapter'
import { type PrismaFolder, readSchema } from '@/scripts/prisma-folder'

let isLoaded = false

/** The glue code imports the module by a path that only bundlers resolve: instantiate it by hand. */
function load(): void {
  if (isLoaded) return
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const module = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...engine } })
  engine.__wbg_set_wasm(instance.exports)
  const initialize = instance.exports.__wbindgen_start
  if (typeof initialize !== 'function') throw new Error('The schema engine has no start function.')
  initialize()
  isLoaded = true
}

/** The engine reports a panic to this global before it traps. */
function catchPanics(): { message: string | null } {
  const panic: { message: string | null } = { message: null }
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        panic.message = message
      },
    },
  })
  return panic
}

/**
 * Runs `work` with an engine on the given database and closes every connection that the engine opened (it leaves
 * its main one open, whose session holds Prisma's advisory lock).
 *
 * @param config separate settings, no connection string: the shadow database is made by naming another database
 */
export async function withSchemaEngine<T>(
  config: pg.ClientConfig,
  folder: PrismaFolder,
  work: (engine: engine.SchemaEngine) => Promise<T>,
): Promise<T> {
  load()
  const panic = catchPanics()
  const adapter = new MigrationAdapter(config)
  try {
    const datamodels = readSchema(folder).files.map((file): [string, string] => [file.path, file.content])
    const bound = bindMigrationAwareSqlAdapterFactory(adapter)
    return await work(await engine.SchemaEngine.new({ datamodels }, () => {}, bound))
  } catch (error) {
    if (panic.message !== null)
      throw new Error(`The schema engine failed: ${panic.message}`, { cause: error })
    throw error
  } finally {
    await adapter.closeAll()
  }
}
