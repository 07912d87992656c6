import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')

const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
// Inside the global range, but reserved or with another address hidden in them: Teredo and its neighbours, documentation, 6to4.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(net, bits, 'ipv6')

/** Whether an address lies in the public internet: not this machine, no private, link-local, shared or reserved range, no address hidden in another. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && global.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** Thrown by a look-up that led to an address that must not be called. */
export class NotPublic extends Error {
  override name = 'NotPublic'
}

/** A host as it stands in a URL, without the brackets of a literal IPv6 address. */
const bare = (host: string) => host.replace(/^\[|\]$/g, '')

/** Every address of a host, all of them public. @throws NotPublic; an error of the resolver when there is no such host */
export async function publicAddresses(host: string): Promise<{ address: string; family: number }[]> {
  const literal = bare(host)
  const family = isIP(literal)
  const found = family > 0 ? [{ address: literal, family }] : await resolve(literal, { all: true })
  if (found.length === 0 || found.some(({ address }) => !isPublicAddress(address))) throw new NotPublic(host)
  return found
}

/** A look-up for a connection: the very addresses that were checked are called, so that a name cannot point elsewhere in between. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  publicAddresses(host).then(
    found => {
      const [first] = found
      if (options.all === true) callback(null, found)
      else callback(null, first?.address ?? '', first?.family ?? 4)
    },
    (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
  )
}
