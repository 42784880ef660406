import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { accept, type Result, refuse } from '@/lib/domain/result'

/** The message is one sentence for the person who typed the address. */
export interface AddressRefused {
  kind: 'malformed_address' | 'insecure_address' | 'private_address'
  message: string
}

/** Thrown while connecting, when a name turns out to lead to an address that must not be reached. */
export class PrivateAddressRefused extends Error {
  override name = 'PrivateAddressRefused'
}

export interface AddressRules {
  /** Loopback, private networks and plain http are fine: development, or a server inside the company. */
  allowPrivate: boolean
}

/**
 * Checks an address that a user typed before anything is sent to it: https, no credentials in it, and
 * not a literal private address. The URL parser has turned every other spelling of an IPv4 address
 * (decimal, octal, hexadecimal, short) into the dotted one by then. What a *name* leads to is checked
 * when connecting, by `guardedLookup`.
 */
export function checkAddress(text: string, rules: AddressRules): Result<URL, AddressRefused> {
  const url = URL.parse(text)
  if (url === null) {
    return refuse({
      kind: 'malformed_address',
      message: 'This is not an address such as https://ecs.example.com.',
    })
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    return refuse({
      kind: 'malformed_address',
      message: 'The address must not contain credentials or a fragment.',
    })
  }
  if (url.protocol !== 'https:' && !(rules.allowPrivate && url.protocol === 'http:')) {
    return refuse({ kind: 'insecure_address', message: 'The address must start with https://.' })
  }
  if (!rules.allowPrivate && isPrivateHost(url.hostname)) {
    const message = `${url.hostname} is a private address; only public ones are allowed here (SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS).`
    return refuse({ kind: 'private_address', message })
  }
  return accept(url)
}

/**
 * A `lookup` for the connecting agent. It resolves the name once, refuses it when any of its addresses is
 * private, and hands exactly the checked addresses to the connection: a name that answers differently
 * the next time (DNS rebinding) gains nothing, since there is no next time before connecting.
 */
export function guardedLookup(rules: AddressRules, resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0]
      if (error !== null || first === undefined) return callback(error ?? notFound(hostname), '', 0)
      const refused = rules.allowPrivate
        ? undefined
        : addresses.find(({ address }) => isPrivateAddress(address))
      if (refused !== undefined) {
        const message = `${hostname} leads to the private address ${refused.address}; only public ones are allowed.`
        return callback(new PrivateAddressRefused(message), '', 0)
      }
      if (options.all) return callback(null, addresses)
      return callback(null, first.address, first.family)
    })
  }
}

/** `dns.lookup` where all addresses are asked for. */
export type Resolve = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** True for every address that is not public: loopback, private, link-local (with it the metadata services), … */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return PRIVATE_IPV4.check(address, 'ipv4')
    case 6:
      return PRIVATE_IPV6.check(address.replace(/%.*$/, ''), 'ipv6')
    default:
      return true
  }
}

/** Only literal addresses and the names that never leave the machine; other names are judged by where they lead. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) return isPrivateAddress(host)
  return /(^|\.)(localhost|local|internal)\.?$/i.test(host)
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
}

/** The special-purpose registry of IANA, https://www.iana.org/assignments/iana-ipv4-special-registry. */
const PRIVATE_IPV4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
])

/**
 * All but 2000::/3, the only space with public addresses; and in it the ranges that are special or
 * carry an IPv4 address inside (Teredo, 6to4). IPv4-mapped and NAT64 addresses lie outside 2000::/3. A list of
 * its own, because a list checks IPv4 addresses against IPv6 ranges too, as mapped ones.
 */
const PRIVATE_IPV6 = blockList('ipv6', [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

function blockList(family: 'ipv4' | 'ipv6', ranges: [address: string, prefix: number][]): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family)
  return list
}
