/** What is to happen at which instant. */
export class Agenda {
  /** The next one last. */
  readonly #entries: { atMs: number; number: number; act: () => Promise<void> }[] = []
  #count = 0

  /** Of two for the same instant, the one that was added first comes first. */
  at(atMs: number, act: () => Promise<void>): void {
    this.#count += 1
    const entry = { atMs: Math.round(atMs), number: this.#count, act }
    const after = this.#entries.findLastIndex((other) => other.atMs > entry.atMs)
    this.#entries.splice(after + 1, 0, entry)
  }

  /** Epoch milliseconds; null: nothing is to happen any more. */
  get nextMs(): number | null {
    return this.#entries.at(-1)?.atMs ?? null
  }

  /** Lets everything happen whose instant has come, one after the other. */
  async carryOutUntil(nowMs: number): Promise<void> {
    for (;;) {
      const next = this.#entries.at(-1)
      if (next === undefined || next.atMs > nowMs) return
      this.#entries.pop()
      await next.act()
    }
  }
}
