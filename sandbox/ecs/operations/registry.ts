import type { Call } from '../call.ts'
import type { OperationName } from '../operation-names.ts'
import { checkRequest } from '../shapes.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'
import * as clusters from './clusters.ts'
import * as serviceDeployments from './service-deployments.ts'
import * as services from './services.ts'
import * as tags from './tags.ts'
import * as taskDefinitions from './task-definitions.ts'
import * as tasks from './tasks.ts'
import { updateService } from './update-service.ts'

type Handlers = { [Name in OperationName]: (call: Call, request: RequestOf<Name>) => AnswerOf<Name> }

const handlers: Handlers = {
  CreateCluster: clusters.createCluster,
  CreateService: services.createService,
  DeleteService: services.deleteService,
  DeregisterTaskDefinition: taskDefinitions.deregisterTaskDefinition,
  DescribeClusters: clusters.describeClusters,
  DescribeServiceDeployments: serviceDeployments.describeServiceDeployments,
  DescribeServiceRevisions: serviceDeployments.describeServiceRevisions,
  DescribeServices: services.describeServices,
  DescribeTaskDefinition: taskDefinitions.describeTaskDefinition,
  DescribeTasks: tasks.describeTasks,
  ListClusters: clusters.listClusters,
  ListServiceDeployments: serviceDeployments.listServiceDeployments,
  ListServices: services.listServices,
  ListTagsForResource: tags.listTagsForResource,
  ListTaskDefinitionFamilies: taskDefinitions.listTaskDefinitionFamilies,
  ListTaskDefinitions: taskDefinitions.listTaskDefinitions,
  ListTasks: tasks.listTasks,
  RegisterTaskDefinition: taskDefinitions.registerTaskDefinition,
  RunTask: tasks.runTask,
  StopServiceDeployment: serviceDeployments.stopServiceDeployment,
  StopTask: tasks.stopTask,
  TagResource: tags.tagResource,
  UpdateService: updateService,
}

/** Carries an operation out, once its request has the shape that the operation takes. */
export function perform<Name extends OperationName>(name: Name, call: Call, body: unknown): AnswerOf<Name> {
  checkRequest(name, body)
  const handler: Handlers[Name] = handlers[name]
  // The only place that calls a parsed body by its type: the line above has just checked it.
  return handler(call, body as RequestOf<Name>)
}

export function isMutating(name: OperationName): boolean {
  return !name.startsWith('Describe') && !name.startsWith('List')
}
