import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

function addPath(hash: Hash, root: string, path: string): void {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stats) return
  if (stats.isDirectory()) {
    for (const entry of readdirSync(join(root, path)).sort()) addPath(hash, root, join(path, entry))
    return
  }
  hash.update(`${path}\0${stats.size}\0`).update(readFileSync(join(root, path)))
}

/** One hash over the names and contents of files and of all that folders hold; what does not exist is left out. */
export function hashSources(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of paths) addPath(hash, root, path)
  return hash.digest('hex')
}
