import { enter } from './enter.mjs'
import { refuseObstacles } from './preflight.mjs'

refuseObstacles().then(() => enter('scripts/start.ts'))
