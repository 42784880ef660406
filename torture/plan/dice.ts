import { seededChance } from '@/lib/failpoints/seeded-chance'

/** Chance by seed: the same seed throws the same numbers in the same order. */
export interface Dice {
  /** In [from, to). */
  between(from: number, to: number): number
  /** Whole, in [from, to]. */
  whole(from: number, to: number): number
  pick<Item>(items: readonly Item[]): Item
  /** One of the keys, by their weights. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key
}

export function openDice(seed: number): Dice {
  const random = seededChance(seed)
  const between = (from: number, to: number) => from + random() * (to - from)
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1))
  return {
    between,
    whole,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
    weighted: (weights) => pickWeighted(weights, random()),
  }
}

function pickWeighted<Key extends string>(weights: Readonly<Record<Key, number>>, chance: number): Key {
  const keys = keysOf(weights)
  const total = keys.reduce((sum, key) => sum + weights[key], 0)
  let left = chance * total
  for (const key of keys) {
    left -= weights[key]
    if (left < 0) return key
  }
  throw new Error('No weight is above zero.')
}

function keysOf<Key extends string>(record: Readonly<Record<Key, number>>): Key[] {
  const keys: Key[] = []
  for (const key in record) keys.push(key)
  return keys
}
