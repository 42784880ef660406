import type { RunningSandbox } from '@/sandbox/ecs/server'

/** Orders something of the sandbox past its wire: `next`, `faults`, `seed`, `state`. @throws when it is refused. */
export async function sandboxControl(
  sandbox: RunningSandbox,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`)
  return answer.json()
}
