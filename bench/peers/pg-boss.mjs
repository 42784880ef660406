// pg-boss with its default polling, every two seconds, but 100 jobs a poll: with the default of one it could not
// start more than one in two seconds, and no queue of this bench would ever be empty.
import { PgBoss } from 'pg-boss'
import { inChunks } from './in-chunks.mjs'
import { takePart } from './take-part.mjs'

const QUEUE = 'bench'

await takePart(async (address, began) => {
  const boss = new PgBoss(address)
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue(QUEUE)
  await boss.work(QUEUE, { batchSize: 100 }, async (jobs) => {
    for (const { data } of jobs) began(data.index)
  })
  return {
    schedule: (dueAt) =>
      inChunks(dueAt, (chunk, first) =>
        boss.insert(
          QUEUE,
          chunk.map((at, index) => ({ data: { index: first + index }, startAfter: new Date(at) })),
        ),
      ),
  }
})
