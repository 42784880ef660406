import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { StartEnvironment } from '@/lib/env'

const healthShape = z.object({ worker: z.object({ alive: z.boolean() }) })
const pollMs = 50
const answerMs = 5_000

async function ask(url: string): Promise<Response | null> {
  return fetch(url, { signal: AbortSignal.timeout(answerMs) }).catch(() => null)
}

/** Where this machine reaches a server that listens on `host`, which may be "all interfaces". */
function localAddress(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function missingOfWeb(environment: StartEnvironment): Promise<string[]> {
  const answer = await ask(`${localAddress(environment.host, environment.port)}/api/health`)
  if (answer === null) return ['web', 'worker']
  const health = healthShape.safeParse(await answer.json().catch(() => null))
  if (!health.success) return ['web', 'worker']
  if (!health.data.worker.alive) return ['worker']
  return answer.ok ? [] : ['database']
}

async function missingOfSandbox(environment: StartEnvironment): Promise<string[]> {
  if (!environment.demo) return []
  const answer = await ask(`http://127.0.0.1:${environment.sandboxPort}/_sandbox/health`)
  return answer?.ok ? [] : ['sandbox']
}

/**
 * Waits until all processes answer. There is no limit: who dies is started again, and who keeps dying ends the wait.
 *
 * @param onMissing hears after each round who does not answer yet
 */
export async function untilAllAnswer(
  environment: StartEnvironment,
  stopped: AbortSignal,
  onMissing: (names: string[]) => void,
): Promise<void> {
  while (!stopped.aborted) {
    const missing = (await Promise.all([missingOfWeb(environment), missingOfSandbox(environment)])).flat()
    if (missing.length === 0) return
    onMissing(missing)
    await delay(pollMs)
  }
}
