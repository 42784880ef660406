'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { cancelAction } from '@/app/(dashboard)/deployments/actions'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useAction } from '@/app/components/use-action'
import { isPending as isPendingStatus } from '@/lib/domain/deployment-status'
import { listWords } from '@/lib/domain/list-words'
import { targetLabel } from '@/lib/domain/target-label'
import type { DeploymentDetail } from '@/lib/queries/deployment-views'

type Intent = 'cancel' | 'stop'

/**
 * Cancels what has not started, stops what runs. What is asked stays what it was when the dialog opened,
 * even if the deployment starts meanwhile: nobody means to stop a rollout by a click on "Cancel".
 */
export function CancelControl({ deployment }: { deployment: DeploymentDetail }) {
  const [intent, setIntent] = useState<Intent | null>(null)
  const { run, isPending, refusal, forgetRefusal } = useAction(cancelAction)
  const isRunning = deployment.status === 'running'
  const isStopping = isRunning && Boolean(deployment.runs[0]?.cancelRequestedAt)
  const isTooLate = refusal?.code === 'too_late'

  const open = (next: Intent) => {
    forgetRefusal()
    setIntent(next)
  }
  const confirm = async (confirmed: Intent) => {
    const result = await run({ id: deployment.id, stopRunning: confirmed === 'stop' })
    if (result.ok) setIntent(null)
  }

  return (
    <>
      <Button
        variant="default"
        disabled={isStopping}
        onClick={() => open(isRunning ? 'stop' : 'cancel')}
        aria-haspopup="dialog"
      >
        {isStopping ? 'Stopping…' : isRunning ? 'Stop and roll back' : 'Cancel'}
      </Button>
      <Modal
        opened={intent !== null}
        onClose={() => setIntent(null)}
        title={intent === 'stop' ? 'Stop and roll back?' : 'Cancel this deployment?'}
      >
        <Stack>
          <RefusalAlert refusal={refusal} />
          <Text size="sm" component="div">
            {intent === 'stop' ? (
              <StopWords deployment={deployment} />
            ) : (
              <CancelWords deployment={deployment} />
            )}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setIntent(null)} data-autofocus>
              Keep it
            </Button>
            {isTooLate ? (
              <Button color="red" onClick={() => open('stop')}>
                Stop and roll back instead
              </Button>
            ) : (
              <Button color="red" loading={isPending} onClick={() => confirm(intent ?? 'cancel')}>
                {intent === 'stop' ? 'Stop and roll back' : 'Cancel deployment'}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

function StopWords({ deployment }: { deployment: DeploymentDetail }) {
  return (
    <>
      The rollout of {targetLabel(deployment.application, deployment.environment)} is stopped and what ran
      before is brought back. What waits for it is skipped.
    </>
  )
}

function CancelWords({ deployment }: { deployment: DeploymentDetail }) {
  const along = deployment.dependencies
    .map((dependency) => dependency.deployment)
    .filter(({ madeForId, status }) => madeForId === deployment.id && isPendingStatus(status))
    .map(({ application, environment }) => targetLabel(application, environment))
  const waiting = deployment.dependents
    .filter((row) => isPendingStatus(row.deployment.status) && row.deployment.revertsId !== deployment.id)
    .map((dependent) => targetLabel(dependent.deployment.application, dependent.deployment.environment))
  return (
    <>
      {targetLabel(deployment.application, deployment.environment)} will not be deployed. Nothing has been
      changed on AWS.
      {along.length > 0 &&
        ` ${listWords(along)}, made for it, is cancelled too unless something else needs it.`}
      {deployment.revert &&
        isPendingStatus(deployment.revert.status) &&
        ' What was to revert it is cancelled too.'}
      {waiting.length > 0 && ` ${listWords(waiting)} waits for it and will be skipped.`}
    </>
  )
}
