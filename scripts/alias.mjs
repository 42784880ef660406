// node --import ./scripts/alias.mjs worker/main.ts
// Lets Node's own type stripping run the sources that the bundler also reads: "@/x" means the root of the
// project, extensions may be left out, and `server-only` (which throws outside a bundler) is empty.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const endings = ['', '.ts', '.mjs', '.js']
/** Packages, and what the bundler made, name their files in full. */
const foreign = /\/(node_modules|\.next)\//

/** The address of the file that `specifier` stands for, or null when it is a package's or a built-in's name. */
function sourceAddress(specifier, parentURL) {
  if (specifier.startsWith('@/')) return new URL(specifier.slice(2), root).href
  const isRelative = specifier.startsWith('./') || specifier.startsWith('../')
  if (!isRelative || !parentURL || foreign.test(parentURL)) return null
  return new URL(specifier, parentURL).href
}

function existingFile(address) {
  for (const ending of endings) {
    const candidate = address + ending
    if (/\.\w+$/.test(candidate) && existsSync(fileURLToPath(candidate))) return candidate
  }
  return address
}

/**
 * date-fns-tz wants one function of date-fns and asks for it by a name that loads all 250 files, each of which
 * makes Node parse a manifest of 200 kB: two seconds at the start of every process.
 */
function isWholeDateFns(specifier, parentURL) {
  return specifier === 'date-fns' && parentURL?.includes('/date-fns-tz/')
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (isWholeDateFns(specifier, context.parentURL))
      return nextResolve('date-fns/getDefaultOptions', context)
    if (specifier === 'server-only') return { url: 'data:text/javascript,', shortCircuit: true }
    const address = sourceAddress(specifier, context.parentURL)
    return nextResolve(address === null ? specifier : existingFile(address), context)
  },
})
