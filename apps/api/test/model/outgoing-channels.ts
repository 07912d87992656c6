import type { WalkCity } from './city.ts'

/** What leaves the house: a message and the person it goes to; null when it goes to a system outside. */
export type Outgoing = { to: string | null; text: string }

/** A way out of the house, read for marks after each step: what it carried since it was read last. */
export type OutgoingChannel = { name: string; read(city: WalkCity): Promise<readonly Outgoing[]> }

/** Every channel by which something leaves the house beside the API. Whoever builds one adds it here. */
export const outgoingChannels: OutgoingChannel[] = []
