'use client'

import { Modal, useMatches } from '@mantine/core'
import type { ReactNode } from 'react'

export interface FormDialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  size?: 'md' | 'lg' | 'xl'
  /** Mounted anew at each opening, so that the form starts afresh. */
  children: ReactNode
}

/** A form over the page it belongs to; the whole screen on a phone. */
export function FormDialog({ isOpen, onClose, title, size = 'lg', children }: FormDialogProps) {
  const isPhone = useMatches({ base: true, sm: false })
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={size}
      fullScreen={isPhone}
      // A slip of the mouse must not throw away what was typed.
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  )
}
