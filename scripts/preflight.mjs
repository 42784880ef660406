// What would stop `npm start` in the end is found before it installs and builds: no dependency here.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeDataFolder } from './data-folder.mjs'
import { portObstacle } from './port.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

async function findPortObstacle(name, fallback, hosts) {
  const port = Number(process.env[name] || fallback)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return null
  for (const host of hosts) {
    const obstacle = await portObstacle(port, host)
    if (obstacle)
      return `Port ${port} ${obstacle}: set ${name} to another one, as in ${name}=${port + 1} npm start.`
  }
  return null
}

/** Wrong values are left to the full check of the environment, which knows them all. */
async function findObstacle() {
  const dataDir = resolve(root, process.env.SHIPCLOCK_DATA_DIR?.trim() || '.data')
  const release = await takeDataFolder(dataDir)
  if (release === null) {
    return `Another Shipclock is using ${dataDir}: stop it first, or set SHIPCLOCK_DATA_DIR to another folder.`
  }
  release()
  // `localhost` may mean either address: another program on the second one would be shown instead of us.
  const local = ['127.0.0.1', '::1']
  const hosts = process.env.HOST ? [process.env.HOST, ...local] : local
  const port = await findPortObstacle('PORT', 3000, hosts)
  if (port || /^(false|0|no|off)$/i.test(process.env.SHIPCLOCK_DEMO ?? '')) return port
  return findPortObstacle('SHIPCLOCK_SANDBOX_PORT', 4510, ['127.0.0.1'])
}

/** Ends the process with one line when a port or the data folder is taken. */
export async function refuseObstacles() {
  const obstacle = await findObstacle().catch((error) => error.message)
  if (obstacle === null) return
  process.stderr.write(`${obstacle}\n`)
  process.exit(1)
}
