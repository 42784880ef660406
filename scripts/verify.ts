import { type Verification, type VerifiedInvariant, verifyInvariants } from '@/lib/queries/verify-invariants'
import { withMigratedDatabase } from '@/scripts/command-services'

/** Of the rows that break an invariant, in its line. */
const SHOWN = 3

/**
 * `shipclock verify`: a line for every invariant, with the first rows that break it; the exit code is 1
 * when one is broken. It only reads. With `json`, one object for programs instead.
 */
export async function verify({ json }: { json: boolean }): Promise<number> {
  const verification = await withMigratedDatabase((services) => verifyInvariants(services))
  process.stdout.write(
    json ? `${JSON.stringify(toJson(verification))}\n` : verification.invariants.map(lineOf).join(''),
  )
  return verification.faults === 0 ? 0 : 1
}

function lineOf({ name, sentence, severity, count, first }: VerifiedInvariant): string {
  if (count === 0) return `ok     ${name}\n`
  const rows = first.slice(0, SHOWN).map(({ teamId, deploymentId, detail }) => {
    const whose = deploymentId === null ? '' : `deployment ${deploymentId} of team ${teamId ?? 'unknown'}, `
    return `${whose}${detail}`
  })
  const more = count > rows.length ? `; and ${count - rows.length} more` : ''
  const verdict = severity === 'fault' ? 'BROKEN' : 'note  '
  return `${verdict} ${name} (${count}): ${sentence} Not so: ${rows.join('; ')}${more}\n`
}

/** As the API writes names. */
function toJson({ at, faults, invariants }: Verification): object {
  const rowOf = ({ teamId, deploymentId, detail }: VerifiedInvariant['first'][number]) => ({
    ...{ team_id: teamId, deployment_id: deploymentId, detail },
  })
  return { at, faults, invariants: invariants.map((one) => ({ ...one, first: one.first.map(rowOf) })) }
}
