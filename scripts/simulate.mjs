import { enter } from './enter.mjs'

enter('simulation/main.ts')
