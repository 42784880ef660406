import { globSync } from 'node:fs'

const folders = ['app', 'lib', 'worker', 'sandbox', 'scripts', 'tests', 'bench']
const generated = /^lib[/\\]generated[/\\]/

/** Paths of all sources of the project from its root, in order; generated ones are left out. */
export function listSourceFiles(root: string): string[] {
  const patterns = [...folders.map((folder) => `${folder}/**/*.{ts,tsx,mjs}`), '*.{ts,tsx,mjs,js}']
  const paths = globSync(patterns, { cwd: root }).filter(
    (path) => !generated.test(path) && !path.endsWith('.d.ts'),
  )
  return paths.map((path) => path.replaceAll('\\', '/')).sort()
}
