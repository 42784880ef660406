import type { Figures } from './figures'

/** One table for each benchmark, with the columns that any of its rows has, to paste into docs/benchmarks.md. */
export function markdown(figures: readonly Figures[]): string {
  const benches = Map.groupBy(figures, ({ bench }) => bench)
  return [...benches].map(([bench, rows]) => `### ${bench}\n\n${table(rows)}`).join('\n\n')
}

function table(rows: readonly Figures[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== 'bench')
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const alignment = columns.map((name) => (isNumber(rows, name) ? '--:' : '---'))
  return [
    line(columns.map((name) => name.replaceAll('_', ' '))),
    line(alignment),
    ...rows.map((row) => line(columns.map((name) => cell(row[name], name === 'name')))),
  ].join('\n')
}

function isNumber(rows: readonly Figures[], column: string): boolean {
  return rows.some((row) => typeof row[column] === 'number')
}

function cell(value: string | number | null | undefined, isName: boolean): string {
  if (value === null || value === undefined) return '–'
  const text = typeof value === 'number' ? inWords(value) : value
  return isName && text.startsWith('shipclock') ? `**${text}**` : text
}

function inWords(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: Number.isInteger(value) ? 0 : digits })
}
