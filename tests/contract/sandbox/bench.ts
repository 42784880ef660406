import { Readable } from 'node:stream'
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  type ECSClientConfig,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  type ServiceDeployment,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { STSClient } from '@aws-sdk/client-sts'
import { operationNames } from '../../../sandbox/ecs/operation-names.ts'
import { type RunningSandbox, type StartOptions, startSandbox } from '../../../sandbox/ecs/server.ts'
import { checkAnswer } from '../../../sandbox/ecs/shapes.ts'

export const demoCredentials = {
  accessKeyId: 'AKIASHIPCLOCKDEMO',
  secretAccessKey: 'shipclock-sandbox-demo-secret-key',
}

/** A rollout takes ten seconds of stepped time, so that a step of one second is a tenth of it. */
export const rolloutSeconds = 10

export type Bench = {
  sandbox: RunningSandbox
  ecs: ECSClient
  sts: STSClient
  /** Another client of the same sandbox. */
  client: (config: ECSClientConfig) => ECSClient
  /** A control endpoint: POST with a body, else GET or the method that is named. */
  control: (path: string, body?: object, method?: string) => Promise<Record<string, unknown>>
  /** Moves time ahead by tenths of a rollout. */
  tenths: (count: number) => void
  service: (name: string, cluster?: string) => Promise<Service>
  /** Registers a revision of the service's family with this tag and deploys it. */
  deploy: (name: string, tag: string, more?: Partial<UpdateServiceCommandInput>) => Promise<Service>
  newestServiceDeployment: (name: string) => Promise<ServiceDeployment>
  close: () => Promise<void>
}

/** A sandbox on a free port with the demo's services, whose time stands still, and the real SDK before it. */
export async function startBench(options: Partial<StartOptions> = {}): Promise<Bench> {
  const sandbox = await startSandbox({ port: 0, rolloutSeconds, seed: 'demo', ...options })
  sandbox.freeze()
  const client = (config: ECSClientConfig) =>
    checkingAnswers(
      new ECSClient({
        region: 'eu-central-1',
        endpoint: sandbox.url,
        credentials: demoCredentials,
        maxAttempts: 1,
        ...config,
      }),
    )
  const ecs = client({})
  const sts = new STSClient({
    region: 'eu-central-1',
    endpoint: sandbox.url,
    credentials: demoCredentials,
    maxAttempts: 1,
  })
  const service = async (name: string, cluster = 'demo') => {
    const answer = await ecs.send(
      new DescribeServicesCommand({ cluster, services: [name], include: ['TAGS'] }),
    )
    return present(answer.services?.[0])
  }
  return {
    sandbox,
    ecs,
    sts,
    client,
    service,
    control: (path, body, method) => askControl(sandbox.url, path, body, method),
    tenths: (count) => sandbox.advance(count * rolloutSeconds * 100),
    deploy: async (name, tag, more) => {
      const taskDefinition = await register(ecs, name, tag)
      const answer = await ecs.send(
        new UpdateServiceCommand({ cluster: 'demo', service: name, taskDefinition, ...more }),
      )
      return present(answer.service)
    },
    newestServiceDeployment: async (name) => {
      const list = await ecs.send(new ListServiceDeploymentsCommand({ cluster: 'demo', service: name }))
      const serviceDeploymentArns = [present(list.serviceDeployments?.[0]?.serviceDeploymentArn)]
      const answer = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }))
      return present(answer.serviceDeployments?.[0])
    },
    close: async () => {
      ecs.destroy()
      sts.destroy()
      await sandbox.close()
    },
  }
}

/** Registers a revision and gives its ARN. */
export async function register(ecs: ECSClient, family: string, tag: string): Promise<string> {
  const image = `registry.example/shipclock-demo/${family}:${tag}`
  const answer = await ecs.send(
    new RegisterTaskDefinitionCommand({ family, containerDefinitions: [{ name: family, image }] }),
  )
  return present(answer.taskDefinition?.taskDefinitionArn)
}

/** The value, or a failure that shows where one was missing. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected a value, found none')
  return value
}

/** Event texts of a service, newest first, each task id replaced by T and without the steady state of the seed. */
export function eventTexts(service: Service, since: Date): string[] {
  return (service.events ?? [])
    .filter((event) => present(event.createdAt) > since)
    .map((event) => present(event.message).replaceAll(/\(task [0-9a-f]{32}\)/g, '(task T)'))
}

/** Each entry of `deployments[]` as one line. */
export function lines(service: Service): string[] {
  return (service.deployments ?? []).map(
    (entry) =>
      `${entry.status} ${entry.taskDefinition?.split('/')[1]} ${entry.desiredCount}/${entry.pendingCount}/${entry.runningCount} failed ${entry.failedTasks} ${entry.rolloutState}`,
  )
}

async function askControl(url: string, path: string, body?: object, method?: string) {
  const response = await fetch(`${url}/_sandbox/${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const answer: Record<string, unknown> = await response.json()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${String(answer.error)}`)
  return answer
}

/**
 * The SDK drops what it does not know from an answer, so a misspelled member would go unnoticed: every
 * successful answer is held to the SDK's own schema before it is read.
 */
function checkingAnswers(client: ECSClient): ECSClient {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args)
      const { response } = result
      if (!isHttpResponse(response) || response.statusCode !== 200) return result
      const chunks: Buffer[] = []
      for await (const chunk of response.body) chunks.push(Buffer.from(chunk))
      const bytes = Buffer.concat(chunks)
      const operation = operationNames.find((name) => context.commandName === `${name}Command`)
      checkAnswer(present(operation), JSON.parse(bytes.toString()))
      response.body = Readable.from([bytes])
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'checkAnswer' },
  )
  return client
}

function isHttpResponse(value: unknown): value is { statusCode: number; body: Readable } {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'body' in value
}
