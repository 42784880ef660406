/** What somebody was answered about a deployment, and may rely on. */
export interface Promised {
  id: string
  /** What was typed, where it was a local time that still stands. */
  typed: { local: string; timezone: string; overlap: 'earlier' | 'later' | null } | null
  /** Epoch milliseconds; null: it moved along with another one. */
  dueAtMs: number | null
  note: string | null
  /** `cancelled`: it will not run. `stopping`: its rollout is being stopped. */
  end: 'cancelled' | 'stopping' | null
}

/** All answers, and whether the refusals among them were right. */
export class Promises {
  readonly byId = new Map<string, Promised>()
  /** Refusals by kind. */
  readonly refused: Record<string, number> = {}
  readonly wrongRefusals: string[] = []

  accept(promised: Promised): void {
    this.byId.set(promised.id, promised)
  }

  change(ids: readonly string[], change: Partial<Promised>): void {
    for (const id of ids) {
      const promised = this.byId.get(id)
      if (promised !== undefined) Object.assign(promised, change)
    }
  }

  refuse(kind: string): void {
    this.refused[kind] = (this.refused[kind] ?? 0) + 1
  }
}
