/** A failure that its message explains in full to whoever typed the command: it is shown without a stack. */
export class CommandError extends Error {
  override name = 'CommandError'
}
