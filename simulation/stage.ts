import type { Client } from 'pg'
import type { Services } from '@/lib/services'
import type { Dice } from '@/simulation/dice'
import type { FaultRates } from './faults/fault-rates'
import type { Agenda } from './virtual-time/agenda'
import type { VirtualClock } from './virtual-time/virtual-clock'
import type { Witness } from './witness'
import type { Turns } from './workers/turns'

/** What everybody in a simulation shares. */
export interface Stage {
  databaseUrl: string
  /** For questions of the simulation itself. */
  client: Client
  services: Services
  clock: VirtualClock
  agenda: Agenda
  turns: Turns
  witness: Witness
  /** For what goes wrong, and when. */
  dice: Dice
  rates: FaultRates
  /** Lets the world go on for so long, while whoever calls it stands still. */
  pass(ms: number): Promise<void>
}
