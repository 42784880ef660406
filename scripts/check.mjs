import { enter } from './enter.mjs'

enter('scripts/check.ts')
