import { defineConfig } from 'prisma/config'

// Only for `prisma generate` and for people who like Prisma's own CLI; `npm run migrate` does not read it.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
})
