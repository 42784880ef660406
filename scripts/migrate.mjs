import { enter } from './enter.mjs'

enter('scripts/migrate.ts', { withDevelopment: false })
