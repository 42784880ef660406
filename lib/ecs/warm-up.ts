import { Readable } from 'node:stream'
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'

/**
 * Sends each request of a rollout once to nobody. The SDK loads and compiles much on first use; without
 * this the first deployment after a worker's start pays for it, and whatever is due at the same moment.
 */
export async function warmUpEcs(): Promise<void> {
  const requestHandler = {
    handle: async () => ({ response: { statusCode: 200, headers: {}, body: Readable.from(['{}']) } }),
  }
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' }
  const client = new ECSClient({ region: 'us-east-1', credentials, requestHandler })
  const cluster = 'none'
  await client.send(new DescribeServicesCommand({ cluster, services: ['none'] }))
  await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' }))
  await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'none',
      containerDefinitions: [{ name: 'none', image: 'none' }],
    }),
  )
  await client.send(new UpdateServiceCommand({ cluster, service: 'none', taskDefinition: 'none' }))
  await client.send(new ListServiceDeploymentsCommand({ cluster, service: 'none' }))
  await client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: ['none'] }))
  client.destroy()
}
