import { enter } from './enter.mjs'

enter('scripts/web.ts', { withDevelopment: false })
