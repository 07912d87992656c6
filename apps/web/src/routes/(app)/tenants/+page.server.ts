import type { PageServerLoad } from './$types'

const shortest = 1

/** The tree from the top down to the acting incubator, one level at a time; or what a search finds. */
export const load: PageServerLoad = async ({ locals: { api, session }, url }) => {
  const text = (url.searchParams.get('q') ?? '').trim().slice(0, 60)
  const acting = session?.acting?.tenantId ?? null
  const [roots, own, found] = await Promise.all([
    api.tenants.tree({ parentId: null }),
    acting ? api.tenants.get({ tenantId: acting }) : null,
    text.length >= shortest ? api.tenants.search({ text }) : null,
  ])
  const open = [
    ...new Set([
      ...roots.map(({ id }) => id),
      ...(own?.superiors.map(({ id }) => id) ?? []),
      ...(acting ? [acting] : []),
    ]),
  ]
  const levels = await Promise.all(open.map(parentId => api.tenants.tree({ parentId })))
  return { levels: [roots, ...levels], open, acting, text, found }
}
