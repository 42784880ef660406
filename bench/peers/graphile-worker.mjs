// graphile-worker as its documentation begins: one process, default concurrency and polling.
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { inChunks } from './in-chunks.mjs'
import { takePart } from './take-part.mjs'

const silent = new Logger(() => () => {})

await takePart(async (connectionString, began) => {
  const options = { connectionString, logger: silent }
  await run({ ...options, taskList: { bench: async ({ index }) => began(index) } })
  const { addJobs } = await makeWorkerUtils(options)
  return {
    schedule: (dueAt) =>
      inChunks(dueAt, (chunk, first) =>
        addJobs(
          chunk.map((at, index) => ({
            identifier: 'bench',
            payload: { index: first + index },
            runAt: new Date(at),
          })),
        ),
      ),
  }
})
