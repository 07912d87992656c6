import { registerHooks } from 'node:module'

// Preloaded into a server that is started for its API alone: the pages are built later than these tests run.
const pages = `export const handler = (_request, response) => response.writeHead(404).end()`
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/web/build/handler.js')
      ? { url: `data:text/javascript,${encodeURIComponent(pages)}`, shortCircuit: true }
      : next(specifier, context),
})
