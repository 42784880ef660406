import type * as sdk from '@aws-sdk/client-ecs'
import type { OperationName } from './operation-names.ts'

/** A type of the SDK as it travels in AwsJson 1.1: every date is a number of seconds since the epoch. */
export type Wire<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T

type Requests = {
  CreateCluster: sdk.CreateClusterRequest
  CreateService: sdk.CreateServiceRequest
  DeleteService: sdk.DeleteServiceRequest
  DeregisterTaskDefinition: sdk.DeregisterTaskDefinitionRequest
  DescribeClusters: sdk.DescribeClustersRequest
  DescribeServiceDeployments: sdk.DescribeServiceDeploymentsRequest
  DescribeServiceRevisions: sdk.DescribeServiceRevisionsRequest
  DescribeServices: sdk.DescribeServicesRequest
  DescribeTaskDefinition: sdk.DescribeTaskDefinitionRequest
  DescribeTasks: sdk.DescribeTasksRequest
  ListClusters: sdk.ListClustersRequest
  ListServiceDeployments: sdk.ListServiceDeploymentsRequest
  ListServices: sdk.ListServicesRequest
  ListTagsForResource: sdk.ListTagsForResourceRequest
  ListTaskDefinitionFamilies: sdk.ListTaskDefinitionFamiliesRequest
  ListTaskDefinitions: sdk.ListTaskDefinitionsRequest
  ListTasks: sdk.ListTasksRequest
  RegisterTaskDefinition: sdk.RegisterTaskDefinitionRequest
  RunTask: sdk.RunTaskRequest
  StopServiceDeployment: sdk.StopServiceDeploymentRequest
  StopTask: sdk.StopTaskRequest
  TagResource: sdk.TagResourceRequest
  UpdateService: sdk.UpdateServiceRequest
}

type Answers = {
  CreateCluster: sdk.CreateClusterResponse
  CreateService: sdk.CreateServiceResponse
  DeleteService: sdk.DeleteServiceResponse
  DeregisterTaskDefinition: sdk.DeregisterTaskDefinitionResponse
  DescribeClusters: sdk.DescribeClustersResponse
  DescribeServiceDeployments: sdk.DescribeServiceDeploymentsResponse
  DescribeServiceRevisions: sdk.DescribeServiceRevisionsResponse
  DescribeServices: sdk.DescribeServicesResponse
  DescribeTaskDefinition: sdk.DescribeTaskDefinitionResponse
  DescribeTasks: sdk.DescribeTasksResponse
  ListClusters: sdk.ListClustersResponse
  ListServiceDeployments: sdk.ListServiceDeploymentsResponse
  ListServices: sdk.ListServicesResponse
  ListTagsForResource: sdk.ListTagsForResourceResponse
  ListTaskDefinitionFamilies: sdk.ListTaskDefinitionFamiliesResponse
  ListTaskDefinitions: sdk.ListTaskDefinitionsResponse
  ListTasks: sdk.ListTasksResponse
  RegisterTaskDefinition: sdk.RegisterTaskDefinitionResponse
  RunTask: sdk.RunTaskResponse
  StopServiceDeployment: sdk.StopServiceDeploymentResponse
  StopTask: sdk.StopTaskResponse
  TagResource: sdk.TagResourceResponse
  UpdateService: sdk.UpdateServiceResponse
}

export type RequestOf<Name extends OperationName> = Wire<Requests[Name]>
export type AnswerOf<Name extends OperationName> = Wire<Answers[Name]>
