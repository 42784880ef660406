// BullMQ as its documentation begins: default options. The address says on what: postgres:// or redis://.
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { inChunks } from './in-chunks.mjs'
import { takePart } from './take-part.mjs'

const QUEUE = 'bench'

await takePart(async (address, began) => {
  const isRedis = address.startsWith('redis:')
  const connection = isRedis
    ? { url: address, maxRetriesPerRequest: null }
    : { connectionString: address, migrate: true }
  const backend = isRedis ? [] : [createPostgresBackend]
  const queue = new Queue(QUEUE, { connection }, ...backend)
  await queue.waitUntilReady()
  const worker = new Worker(QUEUE, async ({ data }) => began(data.index), { connection }, ...backend)
  worker.on('error', (error) => console.error(error))
  await worker.waitUntilReady()
  return {
    schedule: (dueAt) =>
      inChunks(dueAt, (chunk, first) =>
        queue.addBulk(
          chunk.map((at, index) => ({
            name: 'bench',
            data: { index: first + index },
            opts: { delay: at - Date.now() },
          })),
        ),
      ),
  }
})
