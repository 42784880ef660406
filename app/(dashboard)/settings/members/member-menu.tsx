'use client'

import { ActionIcon, Menu, Modal } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { MemberView } from '@/lib/queries/resource-views'
import { MemberConfirmation, type MemberDeed, memberDeeds } from './member-confirmation'
import { SetPasswordForm } from './set-password-form'

export interface MemberMenuProps {
  member: MemberView
  isSelf: boolean
}

type OpenDialog = MemberDeed | 'password' | null

/** What an admin can do about a member, each after asking once more. */
export function MemberMenu({ member, isSelf }: MemberMenuProps) {
  const [open, setOpen] = useState<OpenDialog>(null)
  const close = () => setOpen(null)
  const deeds = memberDeeds(member)
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More about ${member.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isSelf ? null : <Menu.Item onClick={() => setOpen('password')}>Set another password</Menu.Item>}
          {deeds.map((deed) => (
            <Menu.Item
              key={deed.label}
              color={deed.isDestructive ? 'red' : undefined}
              onClick={() => setOpen(deed)}
            >
              {deed.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={open !== null}
        onClose={close}
        title={open === 'password' ? `Set another password for ${member.name}` : (open?.title ?? '')}
        transitionProps={{ duration: 0 }}
      >
        {open === 'password' ? (
          <SetPasswordForm userId={member.userId} onDone={close} onCancel={close} />
        ) : null}
        {open !== null && open !== 'password' ? <MemberConfirmation deed={open} onClose={close} /> : null}
      </Modal>
    </>
  )
}
