/** Every ECS operation that the sandbox serves; any other is answered with UnknownOperationException. */
export const operationNames = [
  'CreateCluster',
  'CreateService',
  'DeleteService',
  'DeregisterTaskDefinition',
  'DescribeClusters',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'DescribeServices',
  'DescribeTaskDefinition',
  'DescribeTasks',
  'ListClusters',
  'ListServiceDeployments',
  'ListServices',
  'ListTagsForResource',
  'ListTaskDefinitionFamilies',
  'ListTaskDefinitions',
  'ListTasks',
  'RegisterTaskDefinition',
  'RunTask',
  'StopServiceDeployment',
  'StopTask',
  'TagResource',
  'UpdateService',
] as const

export type OperationName = (typeof operationNames)[number]
