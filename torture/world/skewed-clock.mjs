// node --import ./torture/world/skewed-clock.mjs: a wrong wall clock, as far as a process can see. Timers and the
// monotonic clock are right, as they are on a machine whose clock was set wrong.
const offsetMs = Number(process.env.TORTURE_CLOCK_OFFSET_MS ?? 0)
const TrueDate = Date

class SkewedDate extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(TrueDate.now() + offsetMs)
    else super(...given)
  }

  static now() {
    return TrueDate.now() + offsetMs
  }
}

if (offsetMs !== 0) {
  // Called without `new`, Date answers a text; everything else is inherited.
  globalThis.Date = new Proxy(SkewedDate, { apply: () => new SkewedDate().toString() })
}
