import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const platform = process.platform === 'win32' ? 'win' : process.platform
const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'

/**
 * The Node that came with the packages, so that Shipclock runs on the same one wherever there is one.
 * @returns {string | null} null on a platform that none is published for (macOS)
 */
export function carriedNode() {
  const path = fileURLToPath(
    new URL(`../node_modules/node-${platform}-${process.arch}/${binary}`, import.meta.url),
  )
  return existsSync(path) ? realpathSync(path) : null
}
