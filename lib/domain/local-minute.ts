/** A local time as if it were UTC, in milliseconds: what clocks show, without asking where. */
export type WallMs = number

/** `YYYY-MM-DDTHH:mm` → wall time; null where no calendar has it. */
export function wallOfLocal(local: string): WallMs | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const wall = Date.parse(`${local}Z`)
  // Date.parse lets 31 February roll over into March.
  return Number.isNaN(wall) || localOfWall(wall) !== local ? null : wall
}

/** `YYYY-MM-DDTHH:mm`, seconds cut off. */
export function localOfWall(wall: WallMs): string {
  return new Date(wall).toISOString().slice(0, 16)
}
