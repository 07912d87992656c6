import type { Rows } from './plot-types.ts'

type Message = Pick<Rows['delivery'][number], 'networkId' | 'purpose'> & { id: string; at: Date } & Partial<
    Pick<Rows['delivery'][number], 'tenantId' | 'endpointId' | 'membershipId' | 'personId'>
  >

/** A message to an endpoint, or else to a person. */
export function plotMessage({ at, ...of }: Message): Rows['delivery'][number] {
  const whom = { tenantId: null, endpointId: null, membershipId: null, personId: null, ...of }
  const channel = of.endpointId ? 'webhook' : 'mail'
  return { ...whom, channel, noticeIds: [], dueAt: at, createdAt: at, sourceKey: of.id }
}
