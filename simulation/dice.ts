import { openDice as openPlainDice, type Dice as PlainDice } from '@/torture/plan/dice'

/** The dice of the torture runs, for things that happen or do not. */
export interface Dice extends PlainDice {
  /** True with this chance, 0 to 1. */
  happens(chance: number): boolean
}

export function openDice(seed: number): Dice {
  const dice = openPlainDice(seed)
  return { ...dice, happens: (chance) => dice.between(0, 1) < chance }
}
