'use client'

import type { ActionResult } from '@/app/action-result'
import { Confirmation } from '@/app/components/confirmation'
import type { MemberView } from '@/lib/queries/resource-views'
import { removeMemberAction, setMemberDisabledAction, signOutMemberAction } from './actions'

/** Something that is done to a member. */
export interface MemberDeed {
  label: string
  title: string
  consequence: string
  isDestructive: boolean
  carryOut: () => Promise<ActionResult<unknown>>
}

/** What can be done to a member as they are now. */
export function memberDeeds({ userId, name, disabledAt }: MemberView): MemberDeed[] {
  const isDisabled = disabledAt !== null
  return [
    {
      label: 'Sign out everywhere',
      title: `Sign ${name} out everywhere?`,
      consequence:
        'Every browser in which they are signed in has to sign in again. API tokens go on working.',
      isDestructive: false,
      carryOut: () => signOutMemberAction({ userId }),
    },
    {
      label: isDisabled ? 'Enable' : 'Disable',
      title: isDisabled ? `Enable ${name}?` : `Disable ${name}?`,
      consequence: isDisabled
        ? 'They can sign in again, and tokens that were not revoked work again.'
        : 'They are signed out at once and can’t sign in; their API tokens are refused. It can be taken back.',
      isDestructive: !isDisabled,
      carryOut: () => setMemberDisabledAction({ userId, disabled: !isDisabled }),
    },
    {
      label: 'Remove from the team',
      title: `Remove ${name} from the team?`,
      consequence: 'They no longer see anything of this team. What they scheduled stays scheduled.',
      isDestructive: true,
      carryOut: () => removeMemberAction({ userId }),
    },
  ]
}

export function MemberConfirmation({ deed, onClose }: { deed: MemberDeed; onClose: () => void }) {
  return (
    <Confirmation
      action={deed.carryOut}
      input={undefined}
      confirmLabel={deed.label}
      isDestructive={deed.isDestructive}
      onDone={onClose}
      onCancel={onClose}
    >
      {deed.consequence}
    </Confirmation>
  )
}
