import { enter } from './enter.mjs'

enter('scripts/test.ts')
