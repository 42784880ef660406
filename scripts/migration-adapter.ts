import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import pg from 'pg'

// Types of columns, by their fixed ids in PostgreSQL's catalogue.
const charType = 18
const textType = 25

/**
 * adapter-pg 7.10 refuses columns of type `"char"`, which the engine's introspection selects: they are shown to it
 * as text, which reads the same, and their positions in the latest answer are kept.
 */
function readCharAsText(pool: pg.Pool): { latest: () => number[] } {
  const query = pool.query.bind(pool)
  let positions: number[] = []
  const watched = async (config: pg.QueryArrayConfig) => {
    const result = await query(config)
    positions = []
    // A script of several statements has a list of results, and nobody reads them.
    for (const [position, field] of (Array.isArray(result) ? [] : result.fields).entries()) {
      if (field.dataTypeID !== charType) continue
      field.dataTypeID = textType
      positions.push(position)
    }
    return result
  }
  Object.assign(pool, { query: watched })
  return { latest: () => positions }
}

async function connect(config: pg.ClientConfig, afterClose: () => Promise<void>): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ ...config, max: 1 })
  const charColumns = readCharAsText(pool)
  const inner = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  let isOpen = true
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    getConnectionInfo: () => inner.getConnectionInfo(),
    startTransaction: (isolation) => inner.startTransaction(isolation),
    executeRaw: (query) => inner.executeRaw(query),
    // The inner one cuts scripts at every semicolon, also inside functions and `do` blocks.
    executeScript: async (script) => void (await inner.executeRaw({ sql: script, args: [], argTypes: [] })),
    queryRaw: async (query: SqlQuery): Promise<SqlResultSet> => {
      const result = await inner.queryRaw(query)
      for (const position of charColumns.latest()) result.columnTypes[position] = ColumnTypeEnum.Character
      return result
    },
    dispose: async () => {
      if (!isOpen) return
      isOpen = false
      await inner.dispose()
      await afterClose()
    },
  }
}

/** What the schema engine works through; remembers every connection, as the engine does not close all of them. */
export class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres'
  readonly adapterName = '@prisma/adapter-pg'
  private readonly config: pg.ClientConfig
  private readonly connections: SqlDriverAdapter[] = []

  constructor(config: pg.ClientConfig) {
    this.config = config
  }

  async connect(): Promise<SqlDriverAdapter> {
    return this.remember(await connect(this.config, async () => {}))
  }

  /** An empty database beside the real one. It goes after its connection: one in use cannot be dropped. */
  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const database = `shipclock_shadow_${randomUUID().replaceAll('-', '')}`
    const server = new pg.Client(this.config)
    await server.connect()
    await server.query(`create database "${database}" template template0`)
    const drop = async () => {
      await server.query(`drop database if exists "${database}"`)
      await server.end()
    }
    return this.remember(await connect({ ...this.config, database }, drop))
  }

  async closeAll(): Promise<void> {
    for (const connection of this.connections) await connection.dispose()
  }

  private remember(connection: SqlDriverAdapter): SqlDriverAdapter {
    this.connections.push(connection)
    return connection
  }
}
