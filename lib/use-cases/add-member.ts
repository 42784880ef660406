import { hashPassword } from '@/lib/auth/password'
import { parseEmailAddress } from '@/lib/domain/email-address'
import { nameFault } from '@/lib/domain/field-faults'
import { may, type Role } from '@/lib/domain/permissions'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { insertMembership, lockMember } from '@/lib/postgres/memberships'
import { insertUser, userByEmail } from '@/lib/postgres/users'
import { inOneTransaction } from './in-one-transaction'
import { type AlreadyExists, alreadyExists, firstFault, type Invalid, invalid } from './resource-refusals'
import type { UseCase } from './use-case'

export interface AddMemberInput {
  email: string
  name: string
  /** Null: signs in with GitHub, Google or OpenID Connect only. */
  password: string | null
  role: Role
}

export interface AddedMember {
  userId: string
  /** False: the user existed in another team. Their name and password stayed as they are. */
  isNew: boolean
}

/** Adds somebody to the actor's team; makes the user unless there is one with this e-mail address. */
export const addMember: UseCase<AddMemberInput, AddedMember, Invalid | AlreadyExists> = async (
  services,
  actor,
  input,
) => {
  const { teamId, role } = actor
  if (!may(role, 'administer')) return refuse({ kind: 'forbidden', permission: 'administer', role })
  const email = parseEmailAddress(input.email)
  if (email === null) return invalid('email', 'This is not an e-mail address.')
  const name = input.name.trim()
  const fault = firstFault({ name: nameFault(name) })
  if (fault !== null) return fault
  const password = input.password === null ? accept(null) : await hashPassword(input.password)
  if (!password.ok) return password
  return inOneTransaction(services, async (database): Promise<Result<AddedMember, AlreadyExists>> => {
    const existing = await userByEmail(database, email)
    if (existing !== null && (await lockMember(database, teamId, existing.id)) !== null) {
      return alreadyExists('email')
    }
    const user = existing ?? (await insertUser(database, { email, name, passwordHash: password.value }))
    await insertMembership(database, { teamId, userId: user.id, role: input.role })
    return accept({ userId: user.id, isNew: existing === null })
  })
}
