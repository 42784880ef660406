import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const FORM = /^shipclock_([0-9a-f]{48})_([0-9a-f]{8})$/
/** Of `shipclock_` and the random part. */
const SHOWN_CHARACTERS = 'shipclock_'.length + 6

/**
 * A new API token, `shipclock_<48 hex digits>_<8 of checksum>`. The prefix lets scanners of leaked
 * secrets recognise it, the checksum lets us refuse what was mistyped or made up without a look-up.
 */
export function makeApiToken(): string {
  const random = randomBytes(24).toString('hex')
  return `shipclock_${random}_${checksum(random)}`
}

/** Whether the text can be a token of ours at all. */
export function isApiToken(text: string): boolean {
  const [, random, sum] = FORM.exec(text) ?? []
  return random !== undefined && checksum(random) === sum
}

/** What is stored of a token. It has 192 random bits, so a plain hash can't be guessed back. */
export function hashOfApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** What is shown of a token after it was made. */
export function shownPartOfApiToken(token: string): string {
  return token.slice(0, SHOWN_CHARACTERS)
}

function checksum(random: string): string {
  return crc32(random).toString(16).padStart(8, '0')
}
