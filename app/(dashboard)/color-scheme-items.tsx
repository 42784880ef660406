'use client'

import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'

const CHOICES: { scheme: MantineColorScheme; label: string }[] = [
  { scheme: 'auto', label: 'Like the system' },
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
]

/** Light, dark, or whatever the system is set to. */
export function ColorSchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  function choose(chosen: string) {
    const choice = CHOICES.find(({ scheme }) => scheme === chosen)
    if (choice !== undefined) setColorScheme(choice.scheme)
  }

  return (
    <>
      <Menu.Label>Colours</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={choose}>
        {CHOICES.map(({ scheme, label }) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
