import { gzipSync } from 'node:zlib'
import type { Sql } from 'postgres'
import { tiers } from '../data/network-rows.ts'
import { printFigure, type Figure } from '../figure.ts'
import { type Product, tokenSigner } from '../product.ts'

/** Words that only the chart library says. */
const chartLibrary = /zrender|echarts/
const limit = 150_000

/**
 * JavaScript that the browser loads before the workbench works: what the page's own HTML names, and what that imports at once, each compressed by itself.
 */
export async function measureFirstLoad(admin: Sql, product: Product): Promise<Figure[]> {
  const token = await tokenSigner(admin)
  const session = tiers[0]?.sessionId ?? ''
  const workbench = await scriptsOf(product.origin, '/workbench', token(session))
  const bytes = [...workbench.values()].reduce((sum, text) => sum + gzipSync(text).length, 0)
  const charts = [...workbench.values()].filter(text => chartLibrary.test(text)).length
  return [
    printFigure({
      figure: 'JavaScript of the workbench at first load, compressed',
      unit: 'bytes',
      ours: bytes,
      floor: limit,
      limit: 1,
    }),
    printFigure({
      figure: 'chart library in the workbench at first load',
      unit: 'files',
      ours: charts,
      floor: 1,
      limit: 0,
    }),
  ]
}

async function scriptsOf(origin: string, page: string, accessToken: string): Promise<Map<string, string>> {
  const answer = await fetch(new URL(page, origin), {
    headers: { cookie: `fuqiao-access=${accessToken}` },
    redirect: 'manual',
  })
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`)
  const scripts = new Map<string, string>()
  const load = async (url: URL): Promise<void> => {
    if (scripts.has(url.href)) return
    scripts.set(url.href, '')
    const text = await (await fetch(url)).text()
    scripts.set(url.href, text)
    await Promise.all(importsOf(text).map(specifier => load(new URL(specifier, url))))
  }
  const named = html.matchAll(/(?:href|src|import\()\s*=?\s*["']([^"']+\.js)["']/g)
  await Promise.all([...named].map(([, found = '']) => load(new URL(found, new URL(page, origin)))))
  if (scripts.size === 0) throw new Error(`${page} names no script`)
  return scripts
}

/** Static imports of a built chunk; what is imported later, when it is needed, is not of the first load. */
function importsOf(text: string): string[] {
  return [
    ...text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?\bfrom\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g),
  ].map(([, specifier = '']) => specifier)
}
