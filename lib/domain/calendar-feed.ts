/** What a calendar feed shows: everything of the team, of one environment, or what its maker scheduled. */
export const FEED_SCOPES = ['team', 'environment', 'person'] as const
export type FeedScope = (typeof FEED_SCOPES)[number]

/** A feed shows what is ahead, and this much of what was: calendar programs drop what a feed no longer has. */
export const FEED_PAST_DAYS = 30

/** More than any calendar is looked at for; what is due first goes first. */
export const FEED_MOST_EVENTS = 2_000
