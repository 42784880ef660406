import { createServer } from 'node:net'

const obstacles = { EADDRINUSE: 'is taken by another program', EACCES: 'is reserved for the administrator' }

/**
 * Why this process cannot listen there, to follow "Port 3000"; null when it can. An address that the machine does
 * not have is no obstacle.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | null>}
 */
export function portObstacle(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(obstacles[error.code] ?? null))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/**
 * A TCP port on 127.0.0.1 that nothing listened on just now.
 * @returns {Promise<number>}
 */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
