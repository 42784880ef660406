import { rateLimiter } from '@/lib/rate-limiter'

/**
 * What one caller may ask of one web process: bursts of 600 requests, 20 a second in the long run. Enough
 * for any pipeline, too little to take the database away from the others.
 */
const LIMIT = { burst: 600, perSecond: 20 }

export const requestLimit = rateLimiter(LIMIT)
