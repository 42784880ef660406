import type { CloudAccountView, EnvironmentView } from '@/lib/queries/resource-views'

export interface ServiceChoice {
  name: string
  containers: { name: string; image: string }[]
}

/** An environment to choose, with what the connection test found in its cluster. */
export interface EnvironmentChoice {
  id: string
  name: string
  services: ServiceChoice[]
}

/** The environments, each with the services of its cluster as its cloud account's last test found them. */
export function environmentChoices(
  environments: readonly EnvironmentView[],
  accounts: readonly CloudAccountView[],
): EnvironmentChoice[] {
  return environments.map(({ id, name, cluster, cloudAccount }) => {
    const discovery = accounts.find((account) => account.id === cloudAccount.id)?.check.discovery
    const found = discovery?.clusters.find((candidate) => candidate.name === cluster)
    const services = (found?.services ?? []).map((service) => ({
      name: service.name,
      containers: service.containers,
    }))
    return { id, name, services }
  })
}
