import { mkdirSync, realpathSync } from 'node:fs'
import { takeExclusively } from './exclusive.mjs'

/**
 * Takes the data folder for this process; makes it if need be.
 * @param {string} dataDir
 * @returns {Promise<(() => void) | null>} what gives it back, or null when another process has it
 */
export function takeDataFolder(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return takeExclusively(`data of ${realpathSync(dataDir)}`)
}
