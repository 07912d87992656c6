import { factListInput, factListSchema, pageSize } from '@fuqiao/contract'
import { cellsOf, daysOfBucket } from '@fuqiao/domain/indicators'
import type { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { askedOf } from './board.ts'
import { type FactRow, listFacts } from './fact-store.ts'

type Source = NonNullable<z.infer<typeof factListSchema>['rows'][number]['source']>

/** The facts that make a figure, the latest first: what was taken back stands beside what was counted. @throws NOT_FOUND */
export const facts = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(factListInput)
  .output(factListSchema)
  .query(async ({ ctx, input: { indicator: id, alone, before, ...whose } }) => {
    const { scope, bucket, asOf, tree } = await askedOf(ctx, whose)
    const { indicators } = scope.profile
    const indicator = indicators.find(entry => entry.id === id)
    if (!indicator) throw notFound()
    const cells = cellsOf(indicator, indicators)
    const { from, to } = daysOfBucket(bucket)
    const found = await listFacts(ctx.tx, {
      ...{ networkId: scope.networkId, tenant: scope.tenant, sight: alone ? 'own' : tree, cells, to, asOf, before },
      from: cells.some(({ isStanding }) => isStanding) ? '1900-01-01' : from,
      most: pageSize + 1,
    })
    const rows = found.slice(0, pageSize)
    const last = found.length > pageSize ? rows.at(-1) : undefined
    const { name, definition, unit } = indicator
    return {
      scope: scope.view,
      indicator: { id, name, definition, unit },
      ...{ bucket, asOf },
      rows: rows.map(viewOf),
      next: last ? { day: last.day, id: last.id } : null,
    }
  })

type View = z.infer<typeof factListSchema>['rows'][number]

const pages: Readonly<Record<string, Source['page']>> = {
  organisationTakenIn: 'organisation',
  organisationHeld: 'organisation',
  organisationFiled: 'organisation',
  organisationRaised: 'organisation',
  organisationRegistered: 'organisation',
  caseAdmitted: 'case',
  caseResident: 'case',
  caseLeft: 'case',
  activity: 'activity',
  attendances: 'activity',
  incubator: 'tenant',
}

function viewOf({ recordedAt, kind, sourceId, ...row }: FactRow): View {
  const page = pages[kind]
  const isSeen = page !== 'organisation' || row.subject !== ''
  return {
    ...row,
    kind: kind as View['kind'],
    recordedAt: new Date(recordedAt).toISOString(),
    source: page && isSeen ? { page, id: sourceId } : null,
  }
}
