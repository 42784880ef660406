/** What goes back over the wire; or nothing, with the connection left open or broken. */
export type Reply =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'hang' }
  | { kind: 'break' }

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const type = { 'content-type': 'application/json' }
  return { kind: 'answer', status, headers: { ...type, ...headers }, body: JSON.stringify(body) }
}
