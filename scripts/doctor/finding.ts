/** What one look found: a line for people, which says what to do where something is wrong. */
export interface Finding {
  ok: boolean
  line: string
}

export function fine(line: string): Finding {
  return { ok: true, line }
}

export function wrong(line: string): Finding {
  return { ok: false, line }
}
