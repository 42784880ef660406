/** A refusal in words, as a form or dialog shows it. The same words as the API's problem document. */
export interface ShownRefusal {
  code: string
  title: string
  detail: string
  /** What is wrong with which field; paths are those of the action's input (`targets.0.service`). */
  errors: { path: string; message: string }[]
  /** What explains the refusal: the valid times around a gap, say. */
  extra: Record<string, unknown>
}

/** What every server action answers. */
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; refusal: ShownRefusal }

export type Action<Input, Value> = (input: Input) => Promise<ActionResult<Value>>
