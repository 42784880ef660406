import type { ClockSetting } from './records.ts'
import type { World } from './world.ts'

/**
 * The sandbox's time: that of the machine, moved ahead by what was asked for; or, stepped, standing still
 * until it is advanced. It never runs backwards. How it is set is part of the state, so that a restart does
 * not undo it.
 */
export class SandboxClock {
  readonly #world: World
  readonly #machine: () => number

  constructor(world: World, machine: () => number) {
    this.#world = world
    this.#machine = machine
  }

  now(): number {
    const { offsetMs, frozenAtMs } = this.setting()
    return frozenAtMs ?? this.#machine() + offsetMs
  }

  setting(): ClockSetting {
    return this.#world.clock ?? { offsetMs: 0, frozenAtMs: null }
  }

  advance(ms: number): void {
    const { offsetMs, frozenAtMs } = this.setting()
    const value = { offsetMs: offsetMs + ms, frozenAtMs: frozenAtMs === null ? null : frozenAtMs + ms }
    this.#world.put({ kind: 'clock', id: 'clock', value })
  }

  /** From now on time moves only by `advance`. */
  freeze(): void {
    const { offsetMs } = this.setting()
    this.#world.put({ kind: 'clock', id: 'clock', value: { offsetMs, frozenAtMs: this.now() } })
  }

  /** Lets time run again from where it stands. */
  run(): void {
    const offsetMs = Math.max(this.setting().offsetMs, this.now() - this.#machine())
    this.#world.put({ kind: 'clock', id: 'clock', value: { offsetMs, frozenAtMs: null } })
  }
}
