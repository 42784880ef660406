/** Over https the cookie never leaves by http, and its name makes browsers insist on that. */
export function sessionCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https://')
  return {
    name: `${secure ? '__Secure-' : ''}next-auth.session-token`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  } as const
}
