import { enter } from './enter.mjs'

enter('scripts/worker.ts', { withDevelopment: false })
