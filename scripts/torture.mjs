import { enter } from './enter.mjs'

enter('torture/main.ts')
