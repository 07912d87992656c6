import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { WebHandler } from '../http/web.ts'

const webRoot = fileURLToPath(new URL('../../../web', import.meta.url))

/** The pages and how to let go of them. */
export type OpenWeb = { handler: WebHandler; close(): Promise<void> }

/** The built pages; or, in development, Vite in the same process, reloading as files change. */
export async function openWeb(isDevelopment: boolean): Promise<OpenWeb> {
  // adapter-node reads these when it is loaded; uploads have limits of their own in the procedures.
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto'
  process.env['BODY_SIZE_LIMIT'] = '64M'
  if (!isDevelopment) {
    const built = (await import(pathToFileURL(path.join(webRoot, 'build/handler.js')).href)) as { handler: WebHandler }
    return { handler: built.handler, close: async () => {} }
  }
  process.chdir(webRoot)
  const { createServer } = await import('vite')
  // Loaded by Node itself: Vite's own loader writes a copy beside it, and the watching Node would start anew for that file, without an end.
  const vite = await createServer({ root: webRoot, configLoader: 'native', server: { middlewareMode: true } })
  return { handler: vite.middlewares as unknown as WebHandler, close: () => vite.close() }
}
