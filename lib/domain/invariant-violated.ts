/** A state that cannot be: a defect of ours, never a user's mistake. */
export class InvariantViolated extends Error {
  override name = 'InvariantViolated'
}
