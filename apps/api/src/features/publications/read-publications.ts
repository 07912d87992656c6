import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  idSchema,
  listNewsInput,
  listPublicationsInput,
  newsRowSchema,
  pageOf,
  pageSize,
  publicationBoxSchema,
  publicationViewSchema,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { publicationActions } from '@fuqiao/domain/publication'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { readNews } from './news-store.ts'
import {
  type NamedPublication,
  type PublicationRowStored,
  readBox,
  readPapers,
  readPublication,
  readVersionsOf,
} from './publication-store.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

function rowView({ row, tenantName }: NamedPublication) {
  const { id, firstId, number, category, title, state, personName, updatedAt, publishedAt } = row
  return {
    ...{ id, firstId, number, category, title, state, tenantName, personName },
    updatedAt: updatedAt.toISOString(),
    publishedAt: iso(publishedAt),
  }
}

/** Whose versions wait for the viewer's word: all of the network's at the centre; its own where the network's rules say so. */
function decidedBy({ actor, deps }: ActingIn & { actor: TenantActor }): 'all' | 'own' | 'none' {
  if (actor.isRoot) return 'all'
  return profileOf(deps, actor).publishing.approvedBy === 'writer' ? 'own' : 'none'
}

/** A box of the publishing desk (B-06). */
export const listPublications = tenantProcedure
  .meta({ can: ['list', 'Publication'] })
  .input(listPublicationsInput)
  .output(publicationBoxSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const { box, cursor } = input
    const decides = isAllowed(ability, 'approve', 'Publication', { relation: 'own' }) ? decidedBy(ctx) : 'none'
    const may = {
      decides: decides !== 'none',
      mayWrite: isAllowed(ability, 'write', 'Publication', { relation: 'own' }),
    }
    if (box === 'toApprove' && decides === 'none') return { rows: [], next: null, ...may }
    const page = { networkId, cursor, limit: pageSize + 1 }
    const found =
      box === 'mine'
        ? await readBox(tx, { ...page, box, tenantId })
        : await readBox(tx, { ...page, box, tenantId: decides === 'all' ? null : tenantId })
    const last = found.length > pageSize ? found[pageSize - 1]?.row : undefined
    const seen = found
      .slice(0, pageSize)
      .filter(({ row }) =>
        isAllowed(ability, 'list', 'Publication', { relation: relationOf(actor, 'Publication', row, now) }),
      )
    return { rows: seen.map(rowView), next: last ? { at: last.updatedAt.toISOString(), id: last.id } : null, ...may }
  })

/** What stands before everybody in the acting network: publications, and calls for applications that are open. */
export const listNews = actorProcedure
  .meta({ can: ['list', 'Publication'] })
  .input(listNewsInput)
  .output(pageOf(newsRowSchema))
  .query(async ({ ctx: { tx, actor, now }, input }) => {
    const { text = '', category, cursor } = input
    const query = { networkId: actor.networkId, text, category, cursor, today: civilDateOf(now), limit: pageSize + 1 }
    const found = await readNews(tx, query)
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return { rows: found.slice(0, pageSize), next: last ? { at: last.publishedAt, id: last.id } : null }
  })

/** A version with its text and papers, and what the viewer may do to it. @throws NOT_FOUND, NOT_ALLOWED */
export const getPublication = actorProcedure
  .meta({ can: ['read', 'Publication'] })
  .input(z.strictObject({ id: idSchema }))
  .output(publicationViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readPublication(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    const { row } = found
    const relation = relationOf(actor, 'Publication', row, now)
    authorise(ability, 'read', 'Publication', { relation })
    const [papers, versions] = await Promise.all([readPapers(tx, row), readVersionsOf(tx, row)])
    const isInside = relation !== 'network'
    return {
      ...rowView(found),
      ...{ tenantId: row.tenantId, body: row.body, changeNote: row.changeNote, version: row.version, papers },
      ...{ withdrawnAt: iso(row.withdrawnAt), withdrawReason: row.withdrawReason, submittedAt: iso(row.submittedAt) },
      remarks: isInside ? row.remarks : '',
      personName: isInside ? row.personName : '',
      decidedByName: isInside ? row.decidedByName : '',
      versions: versions.map(({ id, number, state, changeNote }) => ({ id, number, state, changeNote })),
      actions: actor.kind === 'tenant' ? actionsOn({ ...ctx, actor }, row) : [],
    }
  })

const permissionFor = {
  edit: 'write',
  submit: 'write',
  takeBack: 'write',
  correct: 'write',
  discard: 'write',
  approve: 'approve',
  return: 'return',
  withdraw: 'withdraw',
} as const

/** What rules and book let the viewer do. */
function actionsOn({ actor, ability, deps, now }: ActingIn & { actor: TenantActor }, row: PublicationRowStored) {
  const relation = relationOf(actor, 'Publication', row, now)
  const viewer = { isWriter: row.tenantId === actor.tenantId, isCentre: actor.isRoot }
  return publicationActions(row.state, viewer, profileOf(deps, actor).publishing).filter(action =>
    isAllowed(ability, permissionFor[action], 'Publication', { relation }),
  )
}
