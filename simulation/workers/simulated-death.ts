/** Ends whatever a simulated process was at, where a real one would just stop. Nobody in the product catches it. */
export class SimulatedDeath extends Error {
  override name = 'SimulatedDeath'
}
