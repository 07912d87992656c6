import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  expertAccountsSchema,
  expertPage,
  type ExpertView,
  expertViewSchema,
  idSchema,
  listExpertsInput,
  pageSize,
} from '@fuqiao/contract'
import type { OrganisationField } from '@fuqiao/domain/profile'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type ExpertRow, readExpert, readExperts, readReviewers } from './expert-store.ts'

type Viewer = Pick<ActingIn, 'ability' | 'now'> & { actor: TenantActor }

function expertView({ row, tenantName }: { row: ExpertRow; tenantName: string }, viewer: Viewer): ExpertView {
  const { id, name, employer, title, qualifications, services, isActive, personId, version } = row
  const relation = relationOf(viewer.actor, 'Expert', row, viewer.now)
  const mayChange = isAllowed(viewer.ability, 'change', 'Expert', { relation })
  return {
    ...{ id, name, employer, title, qualifications, services, isActive, version, tenantName, mayChange },
    fields: row.fields as OrganisationField[],
    hasAccount: personId !== null,
    personId: mayChange ? personId : null,
  }
}

/** The network's pool of experts (L-13), searched by text and field; who was added last first. */
export const listExperts = tenantProcedure
  .meta({ can: ['list', 'Expert'] })
  .input(listExpertsInput)
  .output(expertPage)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readExperts(tx, { networkId: actor.networkId, ...input })
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) => isAllowed(ability, 'list', 'Expert', { relation: relationOf(actor, 'Expert', row, now) }))
    const last = found.length > pageSize ? found[pageSize - 1]?.row : undefined
    return {
      rows: page.map(each => expertView(each, ctx)),
      next: last ? { at: last.createdAt.toISOString(), id: last.id } : null,
    }
  })

/** One expert of the pool. */
export const getExpert = tenantProcedure
  .meta({ can: ['read', 'Expert'] })
  .input(z.strictObject({ id: idSchema }))
  .output(expertViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readExpert(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    authorise(ability, 'read', 'Expert', { relation: relationOf(actor, 'Expert', found.row, now) })
    return expertView(found, ctx)
  })

/** Who of the acting incubator may be an expert's account: its reviewers. */
export const listExpertAccounts = tenantProcedure
  .meta({ can: ['add', 'Expert'] })
  .input(z.strictObject({}))
  .output(expertAccountsSchema)
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'add', 'Expert', { relation: 'own' })
    return readReviewers(tx, { networkId: actor.networkId, tenantId: actor.tenantId, now })
  })
