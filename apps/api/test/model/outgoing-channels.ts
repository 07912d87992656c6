import type { WalkCity } from './city.ts'
import { personAt } from './sinks.ts'

/** What leaves the house: a message and the person it goes to; null when it goes to a system outside. */
export type Outgoing = { to: string | null; text: string }

/** A way out of the house, read for marks after each step: what it carried since it was read last. */
export type OutgoingChannel = { name: string; read(city: WalkCity): readonly Outgoing[] }

/** Every channel by which something leaves the house beside the API. Whoever builds one adds it here. */
export const outgoingChannels: readonly OutgoingChannel[] = [
  {
    name: 'mail',
    read: ({ sinks }) =>
      (sinks?.mail.received.splice(0) ?? []).map(({ to, subject, text, headers }) => ({
        to: personAt(to),
        text: [subject, text, ...Object.values(headers)].join('\n'),
      })),
  },
  {
    name: 'webhook',
    read: ({ sinks }) =>
      (sinks?.hook.called.splice(0) ?? []).map(({ path, headers, body }) => ({
        to: null,
        text: [path, body, JSON.stringify(headers)].join('\n'),
      })),
  },
]
