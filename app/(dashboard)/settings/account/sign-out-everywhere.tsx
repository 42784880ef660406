'use client'

import { ConfirmButton } from '@/app/components/confirm-button'
import { signOutEverywhereAction } from './actions'
import { leaveForSignIn } from './leave-for-sign-in'

export function SignOutEverywhere() {
  return (
    <ConfirmButton
      label="Sign out everywhere"
      title="Sign out everywhere?"
      confirmLabel="Sign out everywhere"
      action={signOutEverywhereAction}
      input={{}}
      onDone={leaveForSignIn}
    >
      Every browser in which you are signed in, this one included, has to sign in again.
    </ConfirmButton>
  )
}
