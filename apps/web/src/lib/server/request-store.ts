import type { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestStore } from '#lib/api.ts'

const KEY = Symbol.for('fuqiao.request')

/**
 * The API caller and session of the request at hand, put there by the process that mounts these pages.
 * Throws when the pages run outside it: without the API there is nothing they could show.
 */
export function requestStore(): RequestStore {
  const storage = (globalThis as { [KEY]?: AsyncLocalStorage<RequestStore> })[KEY]
  const store = storage?.getStore()
  if (store === undefined) throw new Error('The pages are served by the API process only; start that one.')
  return store
}
