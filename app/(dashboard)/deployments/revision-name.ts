/** `web:42` of `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:42`. */
export function revisionName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
