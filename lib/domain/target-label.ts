/** How a target is called in every sentence: `API in Production`. */
export function targetLabel(application: { name: string }, environment: { name: string }): string {
  return `${application.name} in ${environment.name}`
}
