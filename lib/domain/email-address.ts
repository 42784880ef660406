const MAX_LENGTH = 254

/**
 * The e-mail address as it is stored and compared: trimmed, in lower case. Null when it is not one.
 * Lenient on purpose: whether an address works, only a mail to it can tell.
 */
export function parseEmailAddress(text: string): string | null {
  const address = text.trim().toLowerCase()
  const isAddress = address.length <= MAX_LENGTH && /^[^\s@<>()",;:]+@[^\s@<>()",;:]+$/.test(address)
  return isAddress ? address : null
}
