/** What became of one of several deployments on which something was tried. */
export interface Outcome {
  id: string
  /** Null: done. */
  refused: { title: string; detail: string } | null
}
