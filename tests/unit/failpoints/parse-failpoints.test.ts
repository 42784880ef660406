import { describe, expect, test } from 'vitest'
import { FAILPOINTS } from '@/lib/failpoints/failpoint'
import { parseFailpoints } from '@/lib/failpoints/parse-failpoints'

describe('parseFailpoints', () => {
  test('knows every failpoint by its name, and no other', () => {
    for (const failpoint of FAILPOINTS) {
      expect(parseFailpoints(`${failpoint}=kill`)).toEqual({
        ok: true,
        value: {
          seed: 1,
          armed: [{ failpoint, action: { kind: 'kill' }, when: { kind: 'chance', chance: 1 } }],
        },
      })
    }
    expect(parseFailpoints('rollouts.snapshot.before=kill').ok).toBe(false)
  })

  test.each([
    'commit.team.before',
    'commit.team.before=',
    'commit.team.before=explode',
    'commit.team.before=kill:2',
    'commit.team.before=kill:1.5',
    'commit.team.before=kill:-1',
    'commit.team.before=kill#0',
    'commit.team.before=kill:0.5#2',
    'commit.team.before=delay',
    'seed=x',
  ])('refuses %s', (text) => {
    expect(parseFailpoints(text).ok).toBe(false)
  })

  test('arms several, in the order in which they are given', () => {
    const parsed = parseFailpoints(' seed=3 ; commit.team.before=throw:.25;commit.team.before=stop#2; ')
    expect(parsed).toMatchObject({
      ok: true,
      value: { seed: 3, armed: [{ when: { chance: 0.25 } }, { action: { kind: 'stop' }, when: { nth: 2 } }] },
    })
  })
})
