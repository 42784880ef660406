/**
 * A wall clock reading that date-fns can format. date-fns reads the fields of a `Date` in the
 * *process's* zone, and date-fns-tz 3.2.0 shifts the instant to suit it; where the process's zone has
 * a gap there is no such instant, and 02:30 in Berlin on 8 March 2026 prints as 03:30 in New York.
 * This Date's fields are its UTC fields, and UTC has no gaps.
 */
export class WallDate extends Date {
  override getFullYear(): number {
    return this.getUTCFullYear()
  }
  override getMonth(): number {
    return this.getUTCMonth()
  }
  override getDate(): number {
    return this.getUTCDate()
  }
  override getDay(): number {
    return this.getUTCDay()
  }
  override getHours(): number {
    return this.getUTCHours()
  }
  override getMinutes(): number {
    return this.getUTCMinutes()
  }
  override getSeconds(): number {
    return this.getUTCSeconds()
  }
  override getMilliseconds(): number {
    return this.getUTCMilliseconds()
  }
  override getTimezoneOffset(): number {
    return 0
  }
}
