declare const teamIdBrand: unique symbol

/**
 * The id of a team that somebody was found to belong to. Only sign-in, a token, the command line or a
 * wake-up makes one (`lib/auth`), so that a statement cannot be given a team out of a request.
 */
export type TeamId = string & { readonly [teamIdBrand]: true }
