import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const FORM = /^shipclock_feed_([0-9a-f]{48})_([0-9a-f]{8})$/

/**
 * The secret part of a new feed's address. Made as API tokens are: scanners of leaked secrets and the log
 * recognise it by its beginning, and by its checksum what was made up is refused without a look-up.
 */
export function makeFeedSecret(): string {
  const random = randomBytes(24).toString('hex')
  return `shipclock_feed_${random}_${checksum(random)}`
}

/** Whether the text can be a secret of ours at all. */
export function isFeedSecret(text: string): boolean {
  const [, random, sum] = FORM.exec(text) ?? []
  return random !== undefined && checksum(random) === sum
}

/** What is stored of a secret. It has 192 random bits, so a plain hash can't be guessed back. */
export function hashOfFeedSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function checksum(random: string): string {
  return crc32(random).toString(16).padStart(8, '0')
}
