import { expect, test } from 'vitest'
import { placeErrors } from '@/app/components/place-errors'

const refused = (errors: { path: string; message: string }[]) => ({
  code: 'invalid_request',
  title: '',
  detail: '',
  errors,
  extra: {},
})

const values = { name: '', targets: [{ service: '' }], endpoint: '' }

test('an error stands at the field that it names, also inside of lists', () => {
  const refusal = refused([
    { path: 'name', message: 'A name is needed.' },
    { path: 'targets.0.service', message: 'No such service.' },
  ])

  expect(placeErrors(refusal, values)).toEqual({
    fields: { name: 'A name is needed.', 'targets.0.service': 'No such service.' },
    rest: [],
  })
})

test('an error of which the form has no field is not lost', () => {
  const refusal = refused([
    { path: '', message: 'Unreadable.' },
    { path: 'targets.1.service', message: 'Not there.' },
    { path: 'id', message: 'Gone.' },
    { path: 'toString', message: 'Inherited.' },
  ])

  expect(placeErrors(refusal, values)).toEqual({
    fields: {},
    rest: ['Unreadable.', 'Not there.', 'Gone.', 'Inherited.'],
  })
})

test('of several errors at one field the first is shown', () => {
  const refusal = refused([
    { path: 'name', message: 'first' },
    { path: 'name', message: 'second' },
  ])

  expect(placeErrors(refusal, values).fields).toEqual({ name: 'first' })
})
