import { expect, test } from 'vitest'
import { parseViewer, writeViewer } from '@/app/components/viewer'

test.each([
  { timezone: 'America/New_York', hour12: true },
  { timezone: 'UTC', hour12: false },
])('what a browser tells in its cookie is understood: %o', (viewer) => {
  expect(parseViewer(writeViewer(viewer))).toEqual(viewer)
})

test.each(['', 'UTC', 'UTC|', 'UTC|13', 'Mars/Olympus|24', '+02:00|24', 'UTC|24|x', '<script>|12'])(
  'a cookie that no browser of ours wrote counts as none: %s',
  (text) => {
    expect(parseViewer(text)).toBeNull()
  },
)
