const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether `text` can be an id. What can't is in no table: asking the database for it is an error there. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
