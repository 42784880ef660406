import { enter } from './enter.mjs'

enter('scripts/start.ts')
