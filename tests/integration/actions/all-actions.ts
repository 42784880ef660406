import { globSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** Every export of every file of server actions, called `<folder> <name>`. */
export async function allActions(): Promise<[name: string, action: unknown][]> {
  const files = globSync('app/**/actions.ts', { cwd: root }).sort()
  const found: [string, unknown][] = []
  for (const file of files) {
    const exported: object = await import(/* @vite-ignore */ join(root, file))
    for (const [name, action] of Object.entries(exported)) found.push([name, action])
  }
  return found
}
