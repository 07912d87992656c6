import { accessLineSchema, idSchema, instantSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, organisationProcedure } from '../../rpc/procedures.ts'
import { readAccess, readShared } from './detail-store.ts'

/** For an organisation's account: what of it is shared with whom until when, and who looked. */
export const shared = organisationProcedure
  .meta({ can: ['list', 'DossierGrant'] })
  .input(z.strictObject({}).optional())
  .output(
    z.strictObject({
      grants: z.array(
        z.strictObject({
          referralId: idSchema,
          referralNumber: z.string(),
          tenantName: z.string(),
          purpose: z.string(),
          sections: z.array(z.string()),
          personal: z.boolean(),
          from: instantSchema,
          until: instantSchema,
          endedAt: instantSchema.nullable(),
          isLive: z.boolean(),
        }),
      ),
      access: z.array(accessLineSchema),
    }),
  )
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'list', 'DossierGrant', { relation: 'organisation' })
    const { networkId, organisationId } = actor
    const [grants, access] = await Promise.all([
      readShared(tx, networkId, organisationId),
      readAccess(tx, { networkId, organisationId, limit: 200 }),
    ])
    return {
      grants: grants.map(({ grant, tenantName, number, purpose }) => ({
        referralId: grant.referralId,
        referralNumber: number,
        tenantName,
        purpose,
        sections: grant.sections,
        personal: grant.personal,
        from: grant.from.toISOString(),
        until: grant.until.toISOString(),
        endedAt: grant.endedAt?.toISOString() ?? null,
        isLive: grant.endedAt === null && grant.from <= now && grant.until > now,
      })),
      access: access.map(line => ({ ...line, at: line.at.toISOString() })),
    }
  })
