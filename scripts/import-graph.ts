import { readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'vite'

/** One import statement, export-from or import(). */
export interface Import {
  /** As written. */
  specifier: string
  /** Path of the project's file that it means, from the root; null for a package or a built-in. */
  file: string | null
  /** Gone when the program runs. */
  isTypeOnly: boolean
}

export interface SourceFile {
  path: string
  /** 'use client' or 'use server', where the file starts with one. */
  directive: string | null
  imports: Import[]
}

const endings = ['', '.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx']

function resolveImport(root: string, from: string, specifier: string): string | null {
  const isRelative = specifier.startsWith('./') || specifier.startsWith('../')
  if (!isRelative && !specifier.startsWith('@/')) return null
  const base = isRelative ? normalize(join(dirname(from), specifier)) : normalize(specifier.slice(2))
  const found = endings.find((ending) =>
    statSync(join(root, base + ending), { throwIfNoEntry: false })?.isFile(),
  )
  // One that is not there is for the compiler to report.
  return base + (found ?? '')
}

function unquote(text: string): string {
  return text.replaceAll(/^['"`]|['"`]$/g, '')
}

/** What a file imports, by a real parser: comments and strings that look like imports do not count. */
export function readSourceFile(root: string, path: string): SourceFile {
  const source = readFileSync(join(root, path), 'utf8')
  const { module, program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`)
  const found: { specifier: string; isTypeOnly: boolean }[] = []
  for (const { moduleRequest, entries } of module.staticImports) {
    const isTypeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    found.push({ specifier: moduleRequest.value, isTypeOnly })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) found.push({ specifier: moduleRequest.value, isTypeOnly: isType })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end)
    if (/^['"`][^$]*['"`]$/.test(text)) found.push({ specifier: unquote(text), isTypeOnly: false })
  }
  const first = program.body[0]
  const directive =
    first?.type === 'ExpressionStatement' && 'directive' in first ? (first.directive ?? null) : null
  const imports = found.map((one) => ({ ...one, file: resolveImport(root, path, one.specifier) }))
  return { path, directive, imports }
}
