import { localTimeAt } from '@/lib/domain/due-time'
import { localOfWall, wallOfLocal } from '@/lib/domain/local-minute'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** An RRULE as it is expanded: its parts checked, and everything in it as local time. */
export interface RRuleLines {
  /** `FREQ=…;…`, UNTIL as local time with a `Z` that means nothing. */
  rule: string
  /** Local minutes that are left out, and local days. */
  exceptMinutes: string[]
  exceptDays: string[]
}

const WEEKDAY = '(MO|TU|WE|TH|FR|SA|SU)'
const list = (item: RegExp) => new RegExp(`^(${item.source})(,(${item.source}))*$`)
const WHOLE = /^[1-9]\d{0,3}$/

/** The parts that may be used, and what each may be. The library leaves out what it does not understand. */
const PARTS: Record<string, RegExp> = {
  FREQ: /^(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY)$/,
  INTERVAL: WHOLE,
  COUNT: WHOLE,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYMONTH: list(/0?[1-9]|1[0-2]/),
  BYMONTHDAY: list(/[+-]?(0?[1-9]|[12]\d|3[01])/),
  BYYEARDAY: list(/[+-]?([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])/),
  BYWEEKNO: list(/[+-]?(0?[1-9]|[1-4]\d|5[0-3])/),
  BYDAY: list(new RegExp(`([+-]?(0?[1-9]|[1-4]\\d|5[0-3]))?${WEEKDAY}`)),
  BYHOUR: list(/0?\d|1\d|2[0-3]/),
  BYMINUTE: list(/[0-5]?\d/),
  BYSECOND: /^0{1,2}$/,
  BYSETPOS: list(/[+-]?([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])/),
  WKST: new RegExp(`^${WEEKDAY}$`),
}

/** Reads `RRULE` and `EXDATE` lines. Instants in them (with `Z`) become local times of `timezone`. */
export function parseRRule(text: string, timezone: string): Result<RRuleLines, { message: string }> {
  // A line that is folded goes on after a space (RFC 5545, 3.1).
  const lines = text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  const read: RRuleLines = { rule: '', exceptMinutes: [], exceptDays: [] }
  for (const line of lines) {
    const problem = /^EXDATE[;:]/i.test(line)
      ? readExceptions(line, timezone, read)
      : readRule(line, timezone, read)
    if (problem !== null) return refuse({ message: problem })
  }
  return read.rule === '' ? refuse({ message: 'There is no RRULE.' }) : accept(read)
}

function readRule(line: string, timezone: string, read: RRuleLines): string | null {
  const value = line.replace(/^RRULE:/i, '').toUpperCase()
  if (/^(DTSTART|RDATE|EXRULE|DURATION)\b/.test(value)) return `${value.split(/[:;]/)[0]} can’t be used here.`
  if (read.rule !== '') return 'Only one RRULE can be given.'
  const parts: string[] = []
  const named = new Set<string>()
  for (const part of value.split(';').filter(Boolean)) {
    const [name = '', text = ''] = part.split('=')
    const problem = partProblem(name, text, named)
    if (problem !== null) return problem
    named.add(name)
    parts.push(name === 'UNTIL' ? `UNTIL=${untilOf(text, timezone)}` : part)
  }
  if (!named.has('FREQ')) return 'FREQ is missing.'
  if (named.has('UNTIL') && named.has('COUNT')) return 'Give UNTIL or COUNT, not both.'
  read.rule = parts.join(';')
  return null
}

function partProblem(name: string, text: string, named: ReadonlySet<string>): string | null {
  const allowed = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
  if (allowed === undefined) return `“${name}” is no part of an RRULE that can be used here.`
  if (named.has(name)) return `${name} is there twice.`
  if (!allowed.test(text)) return `${name} can’t be “${text}”.`
  if (name === 'UNTIL' && momentOf(text) === null) return `UNTIL: “${text}” is not a date that exists.`
  return null
}

function readExceptions(line: string, timezone: string, read: RRuleLines): string | null {
  for (const text of line.slice(line.indexOf(':') + 1).split(',')) {
    const moment = momentOf(text.trim().toUpperCase())
    if (moment === null) return `EXDATE: “${text}” is not a date, or date and time, that exists.`
    if (moment.kind === 'day') read.exceptDays.push(moment.local.slice(0, 10))
    else read.exceptMinutes.push(localIn(moment, timezone))
  }
  return null
}

interface Moment {
  kind: 'day' | 'local' | 'utc'
  local: string
}

/** `20270301`, `20270301T183000` or the same with `Z`. */
function momentOf(text: string): Moment | null {
  const [, year, month, day, hour = '00', minute = '00', utc] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?$/.exec(text) ?? []
  const local = `${year}-${month}-${day}T${hour}:${minute}`
  if (wallOfLocal(local) === null) return null
  const kind = !text.includes('T') ? 'day' : utc === undefined ? 'local' : 'utc'
  return { kind, local }
}

function localIn({ kind, local }: Moment, timezone: string): string {
  return kind === 'utc' ? localTimeAt(new Date(`${local}Z`), timezone).local : local
}

/** A day is meant to its end. */
function untilOf(text: string, timezone: string): string {
  const moment = momentOf(text)
  if (moment === null) return text
  const local = moment.kind === 'day' ? `${moment.local.slice(0, 10)}T23:59` : localIn(moment, timezone)
  return compactUtc(local)
}

/** `2027-03-01T18:30` → `20270301T183000Z`, as RFC 5545 writes instants. */
export function compactUtc(local: string): string {
  const wall = wallOfLocal(local)
  const text = wall === null ? local : localOfWall(wall)
  return `${text.replace(/[-:]/g, '')}00Z`
}
