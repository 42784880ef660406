import { isBuiltin } from 'node:module'
import type { Import, SourceFile } from '@/scripts/import-graph'

/** Where files live and which of the project's folders they may import; what is in none is free. */
interface Layer {
  from: RegExp
  mayImport: RegExp
  /** Types only, which are gone when the program runs. */
  mayName?: RegExp
  why: string
}

const ownClient = /^lib\/generated\//
const outsideOfTheProduct = /^(sandbox|tests|scripts|bench|torture|simulation)\//

const layers: readonly Layer[] = [
  {
    from: /^lib\/domain\//,
    mayImport: /^lib\/domain\//,
    mayName: /^lib\/ports\//,
    why: 'domain decides from facts that it is given',
  },
  {
    from: /^lib\/ports\//,
    mayImport: /^lib\/(ports|domain)\//,
    why: 'a port is an interface in the words of the domain',
  },
  {
    from: /^lib\/postgres\//,
    mayImport: /^lib\/((postgres|domain|ports|generated)\/|queue\/wake-up\.ts)/,
    mayName: /^lib\/queries\/.*-views\.ts$/,
    why: 'statements know the domain and nothing above them',
  },
  {
    from: /^lib\/(queue|ecs|vault|net)\//,
    mayImport: /^lib\/((queue|ecs|vault|net|domain|ports|postgres)\/|log\.ts|env)/,
    why: 'an adapter implements a port; it knows neither use cases nor screens',
  },
  {
    from: /^lib\/(use-cases|queries|auth)\//,
    mayImport: /^lib\//,
    why: 'what the product does is not tied to how it is reached',
  },
  { from: /^lib\//, mayImport: /^lib\//, why: 'the library knows neither web server nor worker' },
  {
    from: /^(app\/|proxy\.ts|instrumentation\.ts)/,
    mayImport: /^(app\/|lib\/(?!generated\/|ecs\/))/,
    why: 'pages and routes call use cases and queries; only the worker talks to ECS',
  },
  { from: /^worker\//, mayImport: /^(worker|lib\/(?!generated\/))/, why: 'the worker calls use cases' },
]

/** What never reaches a browser. */
const serverOnly = /^lib\/(postgres|queue|ecs|vault|generated|use-cases)\/|^lib\/(services|env|log)\.ts/
const domainPackages = /^(date-fns|date-fns-tz|zod|rrule-temporal|croner)(\/|$)/

function layerProblem(file: SourceFile, target: string, isTypeOnly: boolean): string | null {
  const layer = layers.find(({ from }) => from.test(file.path))
  if (!layer || layer.mayImport.test(target)) return null
  if (isTypeOnly && layer.mayName?.test(target)) return null
  if (outsideOfTheProduct.test(target))
    return 'the product knows nothing of sandbox, tests, scripts, bench, torture and simulation'
  return layer.why
}

function problemOf(file: SourceFile, { specifier, file: target, isTypeOnly }: Import): string | null {
  const isDomain = file.path.startsWith('lib/domain/')
  if (target === null) {
    const isPure = domainPackages.test(specifier) && !isBuiltin(specifier)
    return isDomain && !isPure
      ? 'domain uses no package but date-fns, date-fns-tz, zod, rrule-temporal and croner, and nothing of Node'
      : null
  }
  const isProduct = /^(lib|app|worker)\//.test(file.path)
  if (isProduct && ownClient.test(target) && !/^lib\/(postgres|generated)\//.test(file.path)) {
    return "Prisma's types stop in lib/postgres"
  }
  return layerProblem(file, target, isTypeOnly)
}

function findForbiddenImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((one) => {
      const problem = problemOf(file, one)
      return problem === null ? [] : [`${file.path} imports ${one.specifier}: ${problem}`]
    }),
  )
}

/** Follows what a browser would load; a server action is called over the network and ends the way. */
function findServerCodeInBrowser(byPath: ReadonlyMap<string, SourceFile>): string[] {
  const problems: string[] = []
  for (const client of byPath.values()) {
    if (client.directive !== 'use client') continue
    const seen = new Set<string>()
    const ways: string[][] = [[client.path]]
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      const file = byPath.get(way.at(-1) ?? '')
      if (!file || file.directive === 'use server' || seen.has(file.path)) continue
      seen.add(file.path)
      if (serverOnly.test(file.path)) problems.push(`${way.join(' → ')}: this would reach the browser`)
      else for (const one of file.imports) if (one.file && !one.isTypeOnly) ways.push([...way, one.file])
    }
  }
  return problems
}

/** Each circle once, from its first file in alphabetical order. */
function findCircles(byPath: ReadonlyMap<string, SourceFile>): string[] {
  const circles = new Set<string>()
  const finished = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path)
    if (start >= 0) {
      const circle = way.slice(start)
      const first = circle.indexOf([...circle].sort()[0] ?? '')
      circles.add([...circle.slice(first), ...circle.slice(0, first)].join(' → '))
      return
    }
    if (finished.has(path)) return
    for (const one of byPath.get(path)?.imports ?? []) {
      if (one.file && !one.isTypeOnly) visit(one.file, [...way, path])
    }
    finished.add(path)
  }
  for (const path of [...byPath.keys()].sort()) visit(path, [])
  return [...circles].map((circle) => `${circle} → …: a circle of imports`)
}

/**
 * The import directions of docs/architecture.md, as sentences about who breaks them. dependency-cruiser cannot read
 * TypeScript 7, and Biome's rule compares only how an import is written.
 */
export function findBreaches(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return [...findForbiddenImports(files), ...findServerCodeInBrowser(byPath), ...findCircles(byPath)]
}
