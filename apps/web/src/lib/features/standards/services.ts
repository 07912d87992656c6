import { getLocale } from '#lib/paraglide/runtime.js'

type Services = readonly { id: string; name: { zh: string; en: string } }[]

/** The services of the network's rules, to choose among. */
export const serviceOptions = (services: Services) =>
  services.map(({ id, name }) => ({ value: id, label: name[getLocale()] }))

/** What the network calls a service; one that the rules have no longer is called by its id. */
export const serviceName = (services: Services, id: string): string =>
  services.find(service => service.id === id)?.name[getLocale()] ?? id
