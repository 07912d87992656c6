import postgres from 'postgres'
import type { BenchServer } from '../bench-server.ts'
import { caseSet, caseSizes } from '../data/case-rows.ts'
import type { Figure } from '../figure.ts'
import { startProduct } from '../product.ts'
import { recordStatements } from '../statements.ts'
import { startProxy } from '../wire/proxy.ts'
import { measureGrowth } from './growth.ts'

const lists = [
  {
    figure: 'cases in sight by what is due, page of 50',
    procedure: 'cases.list',
    main: /from incubation_case c .* limit/s,
    input: () => ({ sort: 'due' }),
  },
]

/** What the city sees of its cases, in a city of a hundred thousand against one of a thousand. */
export async function measureCases(server: BenchServer): Promise<Figure[]> {
  const sizes = caseSizes.map(cases => ({ networks: cases, url: server.urlOf(caseSet(cases)) }))
  const large = sizes.at(-1)
  if (!large) throw new Error('no sizes')
  const admin = postgres(large.url, { max: 1, onnotice: () => {} })
  try {
    const proxy = await startProxy(large.url)
    const product = await startProduct(proxy.urlOf(large.url))
    const recorded = await recordStatements({ admin, product, proxy }, lists)
    await product.stop()
    await proxy.close()
    // A street of a large city has more cases than one of a small city: that a page is full costs what a page costs.
    return await measureGrowth(
      sizes,
      recorded.filter(({ tier }) => tier === 'city'),
    )
  } finally {
    await admin.end({ timeout: 5 })
  }
}
