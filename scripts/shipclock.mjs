import { enter } from './enter.mjs'

enter('scripts/shipclock.ts', { withDevelopment: false })
