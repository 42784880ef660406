import { spawnSync } from 'node:child_process'

const known = new Map()

/**
 * What to put before a command so that the kernel ends it when this process dies, even by SIGKILL.
 * @param {'SIGINT' | 'SIGTERM' | 'SIGKILL'} signal what the command then gets
 * @returns {string[]} empty where there is no such thing (macOS, Windows, Linux without util-linux)
 */
export function leash(signal) {
  if (process.platform !== 'linux') return []
  const name = signal.slice('SIG'.length)
  if (!known.has(name)) {
    const works = spawnSync('setpriv', ['--pdeathsig', name, 'true'], { stdio: 'ignore' }).status === 0
    known.set(name, works ? ['setpriv', '--pdeathsig', name, '--'] : [])
  }
  return known.get(name)
}
