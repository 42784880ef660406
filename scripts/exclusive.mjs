import { createHash } from 'node:crypto'
import { existsSync, unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A listening local socket is a lock that the kernel gives back however its holder ends; a file with a process
// id is not: after a crash in a container, the same id soon belongs to somebody else.
function address(name) {
  const key = `shipclock-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${key}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${key}`
  return join(tmpdir(), `${key}.sock`)
}

function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen({ path, exclusive: true }, () => resolve(server))
  })
}

function answers(path) {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
  })
}

async function listenUnlessHeld(path) {
  try {
    return await listen(path)
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || (await answers(path))) return null
    // Only macOS leaves the socket's file behind a holder that was killed.
    if (!path.startsWith('\0') && existsSync(path)) unlinkSync(path)
    return listen(path).catch(() => null)
  }
}

/**
 * Takes the machine-wide lock `name` until the returned function is called or the process ends.
 * @param {string} name
 * @returns {Promise<(() => void) | null>} null when another process holds it
 */
export async function takeExclusively(name) {
  const server = await listenUnlessHeld(address(name))
  if (server === null) return null
  server.unref()
  return () => server.close()
}

/**
 * As takeExclusively, but waits; `onWait` is called once when there is somebody to wait for.
 * @param {string} name
 * @param {() => void} onWait
 * @returns {Promise<() => void>}
 */
export async function waitExclusively(name, onWait) {
  for (let waited = false; ; waited = true) {
    const release = await takeExclusively(name)
    if (release !== null) return release
    if (!waited) onWait()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
