import { z } from 'zod'

/** Names in the description of the API of what requests and answers carry. */
export const requestSchemas = z.registry<{ id: string }>()
export const answerSchemas = z.registry<{ id: string }>()

export const idParams = z.strictObject({ id: z.uuid() })

/** A whole number, or a text of digits as a form in a browser sends it. */
export function wholeNumber(minimum: number, maximum: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value),
    z.int().min(minimum).max(maximum),
  )
}

/** A text that may be left out; empty, as a form sends it, means the same. */
export function optionalText(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .nullish()
    .transform((text) => text || null)
}

export function requiredText(maxLength: number) {
  return z.string().trim().min(1, 'must not be empty').max(maxLength)
}

/** An instant in a query or body, as a `Date`. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** An instant in an answer. */
export const instantText = z.iso.datetime()

export const pageQuery = z.strictObject({
  limit: wholeNumber(1, 200).default(50).meta({ description: '50 unless given.' }),
  cursor: z
    .string()
    .max(500)
    .nullable()
    .default(null)
    .meta({ description: 'next_cursor of the page before.' }),
})

/** One page of a list, as an answer. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ result: z.array(item), next_cursor: z.string().nullable() })
}

/** One thing, as an answer. */
export function resultOf<Item extends z.ZodType>(item: Item) {
  return z.object({ result: item })
}

/** What is answered of something that is gone. */
export const deletedResult = z.object({ id: z.uuid() })
