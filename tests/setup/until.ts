/**
 * Waits until `look` answers something (a count of none is nothing), looking again and again; the only way in which tests wait.
 * @throws with what was last seen, when nothing came within `withinMs`.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false | 0> | Value | null | undefined | false | 0,
  withinMs = 60_000,
): Promise<Value> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false && found !== 0) return found
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
