/** No more octets in a line, its end not counted: RFC 5545, section 3.1. */
const MAX_OCTETS = 75

const encoder = new TextEncoder()

/** A content line of iCalendar, folded where it is too long and ended. `value` stands as it is. */
export function icalendarLine(name: string, value: string): string {
  return `${folded(`${name}:${value}`)}\r\n`
}

/** The same for a text that people read, with what iCalendar would take for its own escaped (section 3.3.11). */
export function icalendarText(name: string, text: string): string {
  // Control characters have no place in a content line; a line break has its own spelling.
  const plain = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
  const escaped = plain.replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')
  return icalendarLine(name, escaped)
}

/** Between characters, never within one: a reader may decode each line by itself. */
function folded(line: string): string {
  let lines = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > MAX_OCTETS) {
      lines += '\r\n '
      octets = 1
    }
    lines += character
    octets += size
  }
  return lines
}
