// What every peer's process does alike: it is told when jobs are due, and tells when each one's handler began.

/**
 * @typedef {object} Peer
 * @property {(dueAt: number[]) => Promise<void>} schedule a job for each of these instants (epoch ms); its payload is its index
 */

const LOOK_MS = 500

/**
 * Speaks with the bench: `{dueAt}` comes in; `ready`, `scheduled` and, at the end, `{startedAt}` go out, in
 * which what had not begun when the bench lost patience is null.
 *
 * @param {(address: string, began: (index: number) => void) => Promise<Peer>} open starts the peer with an empty handler
 */
export async function takePart(open) {
  const address = process.argv[2]
  /** @type {(number | null)[]} */
  let startedAt = []
  let left = 0
  const peer = await open(address, (index) => {
    if (startedAt[index] !== null) return
    startedAt[index] = Date.now()
    left -= 1
  })
  const report = () => process.send({ kind: 'report', startedAt }, () => process.exit(0))
  process.on('message', async ({ kind, dueAt, limitMs }) => {
    if (kind !== 'schedule') return
    startedAt = dueAt.map(() => null)
    left = dueAt.length
    await peer.schedule(dueAt)
    process.send({ kind: 'scheduled' })
    const end = Math.max(...dueAt) + limitMs
    const watch = setInterval(() => {
      if (left > 0 && Date.now() < end) return
      clearInterval(watch)
      report()
    }, LOOK_MS)
  })
  // Whoever measures is gone.
  process.on('disconnect', () => process.exit(1))
  process.send({ kind: 'ready' })
}
