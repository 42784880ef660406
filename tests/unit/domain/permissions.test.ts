import { expect, it } from 'vitest'
import { may, ROLES } from '@/lib/domain/permissions'

const allowed = (permission: 'view' | 'deploy' | 'administer') =>
  ROLES.filter((role) => may(role, permission))

it('everybody in a team may look, deployers and admins deploy, only admins administer', () => {
  expect(allowed('view')).toEqual(['viewer', 'deployer', 'admin'])
  expect(allowed('deploy')).toEqual(['deployer', 'admin'])
  expect(allowed('administer')).toEqual(['admin'])
})
