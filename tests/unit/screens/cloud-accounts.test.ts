import { describe, expect, test } from 'vitest'
import { checkState, PATIENCE_MS } from '@/app/(dashboard)/cloud-accounts/check-state'
import {
  type CloudAccountValues,
  credentialsInput,
  initialValues,
  keepsStoredKeys,
  valueFaults,
} from '@/app/(dashboard)/cloud-accounts/form-values'
import { accountOfRole, permissionsPolicy, trustPolicy } from '@/app/(dashboard)/cloud-accounts/iam-policy'

const EARLIER = new Date('2026-03-03T10:00:00Z')
const LATER = new Date('2026-03-03T10:00:05Z')
const discovery = {
  truncated: false,
  identity: 'arn:aws:iam::123456789012:user/x',
  clusters: [
    {
      name: 'a',
      services: [
        { name: 's', status: 'ACTIVE', desiredCount: 1, deploymentController: 'ECS', containers: [] },
      ],
    },
    { name: 'b', services: [] },
  ],
}

describe('a connection test', () => {
  test('that nobody asked for has never run', () => {
    const check = { requestedAt: null, checkedAt: null, error: null, discovery: null }

    expect(checkState(check, 0)).toEqual({ kind: 'never' })
  })

  test('is under way from being asked for until it is answered, also when an older answer is there', () => {
    const check = { requestedAt: LATER, checkedAt: EARLIER, error: 'old', discovery: null }

    expect(checkState(check, LATER.getTime() + PATIENCE_MS)).toEqual({ kind: 'testing', isOverdue: false })
    expect(checkState(check, LATER.getTime() + PATIENCE_MS + 1)).toEqual({ kind: 'testing', isOverdue: true })
  })

  test('that passed says as whom and how much was found', () => {
    const check = { requestedAt: EARLIER, checkedAt: LATER, error: null, discovery }

    expect(checkState(check, 0)).toEqual({
      kind: 'connected',
      at: LATER,
      identity: discovery.identity,
      clusterCount: 2,
      serviceCount: 1,
    })
  })

  test('that failed says why, whatever an earlier one found', () => {
    const check = { requestedAt: EARLIER, checkedAt: LATER, error: 'AccessDenied', discovery }

    expect(checkState(check, 0)).toEqual({ kind: 'failed', at: LATER, why: 'AccessDenied' })
  })
})

describe('the form of a cloud account', () => {
  const base = initialValues(null)
  const filled = (credentials: Partial<CloudAccountValues['credentials']>): CloudAccountValues => ({
    ...base,
    name: 'AWS',
    region: 'eu-central-1',
    credentials: { ...base.credentials, ...credentials },
  })

  test('keeps stored keys only where both fields are empty', () => {
    expect(keepsStoredKeys(filled({ kind: 'static' }), true)).toBe(true)
    expect(keepsStoredKeys(filled({ kind: 'static' }), false)).toBe(false)
    expect(keepsStoredKeys(filled({ kind: 'static', accessKeyId: 'AKIA' }), true)).toBe(false)
    expect(keepsStoredKeys(filled({ kind: 'ambient' }), true)).toBe(false)
  })

  test('asks for both keys unless stored ones stay', () => {
    expect(valueFaults(filled({ kind: 'static' }), true)).toEqual({})
    expect(Object.keys(valueFaults(filled({ kind: 'static' }), false))).toEqual([
      'credentials.accessKeyId',
      'credentials.secretAccessKey',
    ])
    expect(Object.keys(valueFaults(filled({ kind: 'static', secretAccessKey: 'x' }), true))).toEqual([
      'credentials.accessKeyId',
    ])
  })

  test('asks for a role’s ARN of a role only', () => {
    expect(Object.keys(valueFaults(filled({ kind: 'role' }), false))).toEqual(['credentials.roleArn'])
    expect(valueFaults(filled({ kind: 'ambient', roleArn: 'nonsense' }), false)).toEqual({})
  })

  test('sends the credentials of the chosen kind and nothing that was typed for another', () => {
    const values = filled({ kind: 'role', roleArn: 'arn', accessKeyId: 'AKIA', secretAccessKey: 'secret' })

    expect(credentialsInput(values)).toEqual({ kind: 'role', roleArn: 'arn' })
  })
})

describe('the policies to copy', () => {
  test('the role can be assumed with our external id only', () => {
    const policy = JSON.parse(trustPolicy({ externalId: 'shipclock-1', region: 'eu-central-1' }))

    expect(policy.Statement).toHaveLength(1)
    expect(policy.Statement[0].Condition).toEqual({ StringEquals: { 'sts:ExternalId': 'shipclock-1' } })
  })

  test('allow no change outside of the account and region, and no wildcard action', () => {
    const policy = JSON.parse(permissionsPolicy({ region: 'eu-central-1', accountId: '123456789012' }))
    for (const { Action, Resource } of policy.Statement) {
      expect([Action].flat().some((action: string) => action.includes('*'))).toBe(false)
      if (Resource === '*') {
        expect(
          [Action]
            .flat()
            .every((action: string) => /^ecs:(RegisterTaskDefinition$|Describe|List)/.test(action)),
        ).toBe(true)
      } else {
        expect([Resource].flat().every((resource: string) => resource.includes(':123456789012:'))).toBe(true)
      }
    }
  })

  test('name the partition of the region', () => {
    expect(permissionsPolicy({ region: 'cn-north-1', accountId: '1' })).toContain(
      'arn:aws-cn:ecs:cn-north-1:1:',
    )
    expect(trustPolicy({ externalId: 'x', region: 'us-gov-west-1' })).toContain('arn:aws-us-gov:iam::')
  })

  test('know a role’s account', () => {
    expect(accountOfRole('arn:aws:iam::123456789012:role/path/shipclock')).toBe('123456789012')
    expect(accountOfRole('shipclock')).toBeNull()
  })
})
