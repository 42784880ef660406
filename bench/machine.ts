import { cpus, loadavg, totalmem, type } from 'node:os'

const BYTES_PER_GIB = 2 ** 30

/** What was measured on, and how busy it was before: whoever compares figures has to know. */
export function machineWords(now: Date): string {
  const processors = cpus()
  const [busy = 0] = loadavg()
  return [
    now.toISOString().slice(0, 10),
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / BYTES_PER_GIB)} GiB`,
    type(),
    `Node ${process.versions.node}`,
    `load before: ${busy.toFixed(1)}`,
  ].join(', ')
}
