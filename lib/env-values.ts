// What single environment variables may hold. Each message goes on from the variable's name: "PORT is …".
import { parse as parseConnectionString } from 'pg-connection-string'
import { z } from 'zod'
import { parseFailpoints } from '@/lib/failpoints/parse-failpoints'
import { parseVaultPrivateKeys, parseVaultPublicKey } from '@/lib/vault/keys'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const secretBytes = 32
const passwordLength = 8
const placeholders =
  /change.?(me|this|it)|replace.?(me|this|with)|(your|my|super|top|default).{0,20}secret|placeholder|insecure|password|1234567890|abcdefghij|development/i

const shown = (value: unknown) => JSON.stringify(value)

export const port = z.string().transform((text, context) => {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number
  context.addIssue(`is ${shown(text)}; it must be a whole number from 1 to 65535`)
  return z.NEVER
})

export const flag = z.string().transform((text, context) => {
  if (/^(true|1|yes|on)$/i.test(text)) return true
  if (/^(false|0|no|off)$/i.test(text)) return false
  context.addIssue(`is ${shown(text)}; it must be true or false`)
  return z.NEVER
})

export const origin = z.string().transform((text, context) => {
  const url = URL.parse(text)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search
  if (isOrigin && url.username === '') return url.origin
  context.addIssue(
    `is ${shown(text)}; it must be an address without a path, such as https://shipclock.example.com`,
  )
  return z.NEVER
})

export const issuer = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: (issue) => `is ${shown(issue.input)}; it must be the http(s) address of the OpenID Connect provider`,
})

function connectionProblem(text: string): string | null {
  if (!/^(postgres|postgresql|socket):/.test(text)) return 'must start with postgres:// or postgresql://'
  try {
    const { host, database, port: number, options } = parseConnectionString(text)
    if (number && !/^\d+$/.test(number)) return `names the port ${shown(number)}, which is not a number`
    if (options !== undefined) return 'must not carry `options`: Shipclock sets its own on every connection'
    return host !== undefined && database
      ? null
      : 'must name a database, as in postgres://user@host:5432/shipclock'
  } catch {
    return 'cannot be read; it must look like postgres://user:password@host:5432/shipclock'
  }
}

/** pg 8 takes `require` for `verify-full`, which the certificates of most hosted databases do not pass. */
function withLibpqMeaning(url: string): string {
  if (!/[?&]sslmode=(prefer|require|verify-ca)\b/.test(url) || url.includes('uselibpqcompat=')) return url
  return `${url}&uselibpqcompat=true`
}

export const databaseUrl = z.string().transform((text, context) => {
  const problem = connectionProblem(text)
  if (problem === null) return withLibpqMeaning(text)
  context.addIssue(problem)
  return z.NEVER
})

function secretProblem(text: string): string | null {
  const bytes = Buffer.byteLength(text)
  const advice = 'make one with `openssl rand -base64 32`'
  if (bytes < secretBytes) return `has ${bytes} bytes; it must have at least ${secretBytes}: ${advice}`
  if (placeholders.test(text) || new Set(text).size < 10)
    return `is a placeholder that anybody can guess: ${advice}`
  return null
}

export const secret = z.string().superRefine((text, context) => {
  const problem = secretProblem(text)
  if (problem !== null) context.addIssue(problem)
})

export const vaultPublicKey = z.string().superRefine((text, context) => {
  const key = parseVaultPublicKey(text)
  if (!key.ok) context.addIssue(`is not a public vault key. ${key.refusal.message}`)
})

export const vaultPrivateKey = z.string().superRefine((text, context) => {
  const keys = parseVaultPrivateKeys(text)
  if (!keys.ok) context.addIssue(`is not a private vault key. ${keys.refusal.message}`)
})

export const logLevel = z.enum(logLevels, {
  error: (issue) => `is ${shown(issue.input)}; it must be one of ${logLevels.join(', ')}`,
})

export const email = z.email({ error: (issue) => `is ${shown(issue.input)}; it must be an e-mail address` })

export const password = z.string().min(passwordLength, `must have at least ${passwordLength} characters`)

/** Long enough that nobody guesses it over the network. */
export const metricsToken = z.string().refine((text) => text.length >= 16, {
  error: 'is too short; it must have at least 16 characters',
})

/** For tests of what becomes of a process that dies anywhere; see lib/failpoints. */
export const failpoints = z.string().transform((text, context) => {
  const plan = parseFailpoints(text)
  if (plan.ok) return plan.value
  context.addIssue(plan.refusal.message)
  return z.NEVER
})

/** Set by whoever starts a worker again: its process id and how it ended. */
export const predecessor = z
  .string()
  .regex(/^\d+ .+$/, 'must be a process id and how it ended, as in “4711 SIGKILL”')
  .transform((text) => {
    const [pid, ...end] = text.split(' ')
    // Killed or stopped from outside; everything else it did to itself.
    const atFault = !/^(SIGKILL|SIGTERM|SIGINT|SIGHUP|exit code 0)$/.test(end.join(' '))
    return { pid: Number(pid), atFault }
  })
