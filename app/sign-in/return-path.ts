const HOME = '/deployments'

/**
 * Where to go after signing in: a path of our own out of what the address says, so that nobody is sent to
 * a stranger's site by a link to ours.
 */
export function readReturnPath(callbackUrl: string | string[] | undefined): string {
  if (typeof callbackUrl !== 'string') return HOME
  const base = 'http://here.invalid'
  if (!URL.canParse(callbackUrl, base)) return HOME
  const url = new URL(callbackUrl, base)
  // `/.//elsewhere.example` becomes a path that begins like an address of somebody else's.
  const isOurs = url.origin === base && !url.pathname.startsWith('//') && !url.pathname.startsWith('/sign-in')
  return isOurs && url.pathname !== '/' ? `${url.pathname}${url.search}` : HOME
}
