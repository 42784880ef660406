const updateMs = 10_000
const terminalUpdateMs = 100

/** Tells whoever waits what is being done, and since when. */
export interface Progress {
  say: (line: string) => void
  /** Shows `label` until `work` settles. The label may change meanwhile. */
  step: <T>(label: string | (() => string), work: Promise<T>) => Promise<T>
}

/** Seconds since the process began, in a column. */
function clock(): string {
  return `[${(performance.now() / 1000).toFixed(1).padStart(5)} s]`
}

/** One line per step, kept up to date on a terminal; elsewhere (a log, a pipe) a further line now and then. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  const say = (line: string) => void stream.write(`${clock()} ${line}\n`)
  const step = async <T>(label: string | (() => string), work: Promise<T>): Promise<T> => {
    const text = () => `${typeof label === 'string' ? label : label()} …`
    const started = performance.now()
    const passed = () => `${((performance.now() - started) / 1000).toFixed(0)} s`
    if (!stream.isTTY) say(text())
    const redraw = () => stream.write(`\r\x1b[K${clock()} ${text()}`)
    const update = setInterval(
      stream.isTTY ? redraw : () => say(`${text()} ${passed()} so far`),
      stream.isTTY ? terminalUpdateMs : updateMs,
    )
    try {
      return await work
    } finally {
      clearInterval(update)
      if (stream.isTTY) stream.write(`\r\x1b[K${clock()} ${text()} ${passed()}\n`)
    }
  }
  return { say, step }
}
