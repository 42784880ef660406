import { type CreateUserInput, createUser } from '@/lib/use-cases/create-user'
import { withMigratedDatabase } from '@/scripts/command-services'
import { refusalError } from '@/scripts/refusal-error'

/** `shipclock user create` */
export async function createUserCommand(input: CreateUserInput): Promise<number> {
  return withMigratedDatabase(async (services) => {
    const result = await createUser(services, input)
    if (!result.ok) throw await refusalError(result.refusal)
    const { isNew, name, team } = result.value
    process.stderr.write(
      isNew
        ? `${name} is a new user, and ${input.role} of ${team}.\n`
        : `${name} is now ${input.role} of ${team}. This user existed: name and password stay as they were.\n`,
    )
    return 0
  })
}
