import type { WebEnvironment } from '@/lib/env'

/** What Next and next-auth read by names of their own. */
export function nextVariables(environment: WebEnvironment): Record<string, string> {
  return {
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: environment.publicUrl,
    NEXTAUTH_SECRET: environment.secret,
  }
}
