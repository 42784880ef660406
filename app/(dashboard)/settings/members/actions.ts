'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { ROLES } from '@/lib/domain/permissions'
import { addMember } from '@/lib/use-cases/add-member'
import { changeMemberRole } from '@/lib/use-cases/change-member-role'
import { removeMember } from '@/lib/use-cases/remove-member'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { setMemberPassword } from '@/lib/use-cases/set-member-password'
import { signOutMember } from '@/lib/use-cases/sign-out-member'

const role = z.enum(ROLES)
const member = z.object({ userId: z.string() })

export const addMemberAction = teamAction(
  z.object({ email: z.string(), name: z.string(), password: z.string().nullable(), role }),
  addMember,
)

export const changeMemberRoleAction = teamAction(member.extend({ role }), changeMemberRole)

export const removeMemberAction = teamAction(member, removeMember)

export const setMemberDisabledAction = teamAction(member.extend({ disabled: z.boolean() }), setMemberDisabled)

export const setMemberPasswordAction = teamAction(member.extend({ password: z.string() }), setMemberPassword)

export const signOutMemberAction = teamAction(member, signOutMember)
