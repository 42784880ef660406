/**
 * The content security policy carries a nonce and is set per request in proxy.ts. Strict-Transport-Security is
 * left to whoever terminates TLS: it would bind every other port of the same host name too.
 */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A lockfile in a folder above a clone must not be taken for ours.
  turbopack: { root: import.meta.dirname },
  // `npm run check` checks the types, of tests and scripts too; a build is not to fail for those.
  typescript: { ignoreBuildErrors: true },
  // Writing the cache costs a first build a fifth of its time and 115 MB; reading it saves later ones little.
  experimental: { turbopackFileSystemCacheForBuild: false },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
  ],
  rewrites: async () => [{ source: '/v1/:path*', destination: '/api/v1/:path*' }],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default config
