'use client'

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/deployments/[id]/copyable-id.module.css'

/** A name that ECS gave, to look it up there. */
export function CopyableId({ name, value }: { name: string; value: string | null }) {
  return (
    <div className={classes.line}>
      <dt>{name}</dt>
      <dd>
        {value === null ? (
          <span className={classes.none}>not yet</span>
        ) : (
          <>
            <code title={value}>{shortened(value)}</code>
            <CopyButton value={value}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? 'Copied' : 'Copy'}>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    onClick={copy}
                    aria-label={copied ? `${name} copied` : `Copy ${name}`}
                  >
                    {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
                  </ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
          </>
        )}
      </dd>
    </div>
  )
}

/** Of an ARN what comes after region and account; those are the cloud account's and known. */
function shortened(value: string): string {
  return value.slice(value.lastIndexOf(':') + 1)
}
