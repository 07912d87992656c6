import { factListInput, factListSchema, pageSize } from '@fuqiao/contract'
import { cellsOf, daysOfBucket } from '@fuqiao/domain/indicators'
import type { Profile } from '@fuqiao/domain/profile'
import type { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { askedOf } from './board.ts'
import { type FactRow, listFacts } from './fact-store.ts'
import { Figures } from './figures.ts'
import { readCells } from './rollup-store.ts'

type Source = NonNullable<z.infer<typeof factListSchema>['rows'][number]['source']>

/** The facts that make a figure, the latest first: what was taken back stands beside what was counted. @throws NOT_FOUND */
export const facts = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(factListInput)
  .output(factListSchema)
  .query(async ({ ctx, input: { indicator: id, alone, before, ...whose } }) => {
    const { scope, bucket, asOf, today, tree } = await askedOf(ctx, whose)
    const { indicators } = scope.profile
    const indicator = indicators.find(entry => entry.id === id)
    if (!indicator) throw notFound()
    const cells = cellsOf(indicator, indicators)
    const { from, to } = daysOfBucket(bucket)
    const place = { tenantId: scope.tenant.id, sight: alone ? ('own' as const) : tree }
    const figures = new Figures(scope.profile, Number(today.slice(0, 4)))
    figures.want(indicator, place, bucket)
    figures.fill(await readCells(ctx.tx, { networkId: scope.networkId, asOf }, figures.wanted))
    const found = await listFacts(ctx.tx, {
      ...{ networkId: scope.networkId, tenant: scope.tenant, sight: place.sight, cells, to, asOf, before },
      from: cells.some(({ isStanding }) => isStanding) ? '1900-01-01' : from,
      most: pageSize + 1,
    })
    const rows = found.slice(0, pageSize)
    const last = found.length > pageSize ? rows.at(-1) : undefined
    const { name, definition, unit } = indicator
    return {
      scope: scope.view,
      indicator: { id, name, definition, unit },
      ...{ bucket, asOf, value: figures.at(indicator, place, bucket) },
      rows: rows.map(row => viewOf(scope.profile, row)),
      next: last ? { day: last.day, id: last.id } : null,
    }
  })

type View = z.infer<typeof factListSchema>['rows'][number]

const pages: Readonly<Record<string, Source['page']>> = {
  organisationHeld: 'organisation',
  organisationFiled: 'organisation',
  organisationRaised: 'organisation',
  organisationRegistered: 'organisation',
  caseApplied: 'case',
  caseAdmitted: 'case',
  caseResident: 'case',
  caseLeft: 'case',
  activity: 'activity',
  attendances: 'activity',
  incubator: 'tenant',
}

/** What a detail is called in the network: of an activity, a service, a kind, a tier or a stage. */
function nameOf(profile: Profile, detail: string): View['detail'] {
  const lists = [
    ...[profile.activityKinds, profile.organisationKinds, profile.incubation.services, profile.tiers, profile.stages],
    profile.tiers.flatMap(({ tenantKinds }) => tenantKinds.map(({ kind, name }) => ({ id: kind, name }))),
  ]
  return lists.flat().find(({ id }) => id === detail)?.name ?? null
}

function viewOf(profile: Profile, { recordedAt, kind, sourceId, detail, ...row }: FactRow): View {
  const page = pages[kind]
  const isSeen = page !== 'organisation' || row.subject !== ''
  return {
    ...row,
    kind: kind as View['kind'],
    detail: nameOf(profile, detail),
    recordedAt: new Date(recordedAt).toISOString(),
    source: page && isSeen ? { page, id: sourceId } : null,
  }
}
