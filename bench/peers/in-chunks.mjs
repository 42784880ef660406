const CHUNK = 1_000

/**
 * @param {number[]} all
 * @param {(chunk: number[], first: number) => Promise<unknown>} work gets the index of the chunk's first element too
 */
export async function inChunks(all, work) {
  for (let first = 0; first < all.length; first += CHUNK) await work(all.slice(first, first + CHUNK), first)
}
