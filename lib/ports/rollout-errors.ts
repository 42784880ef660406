/** The exchange did not happen or can be repeated: throttled, network down, 5xx on a read. Try again later. */
export class RolloutUnavailable extends Error {
  override name = 'RolloutUnavailable'
}

/**
 * We make too many calls to the platform already, so this one was not sent. Nothing is wrong: its turn comes.
 */
export class RolloutPostponed extends RolloutUnavailable {
  override name = 'RolloutPostponed'
}

/** The platform or our own check said no, and will again. The message is shown to people. */
export class RolloutRejected extends Error {
  override name = 'RolloutRejected'
}

/** A mutating call went out and no trustworthy answer came back. Look before acting again. */
export class RolloutUnknown extends Error {
  override name = 'RolloutUnknown'
}
