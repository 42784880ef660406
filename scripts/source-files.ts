import { globSync } from 'node:fs'

const folders = ['app', 'lib', 'worker', 'sandbox', 'scripts', 'tests', 'bench']
/** Made by others: generated, or installed (bench/peers has packages of its own). */
const foreign = /^lib[/\\]generated[/\\]|[/\\]node_modules[/\\]/

/** Paths of all sources of the project from its root, in order; what others made is left out. */
export function listSourceFiles(root: string): string[] {
  const patterns = [...folders.map((folder) => `${folder}/**/*.{ts,tsx,mjs}`), '*.{ts,tsx,mjs,js}']
  const paths = globSync(patterns, { cwd: root }).filter(
    (path) => !foreign.test(path) && !path.endsWith('.d.ts'),
  )
  return paths.map((path) => path.replaceAll('\\', '/')).sort()
}
