import { idSchema, instantSchema } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { insertAccess, readSnapshot, readSupplements } from './detail-store.ts'
import { standingTo } from './facts.ts'
import { organisationOf, readReferral } from './referral-store.ts'
import { sealOf, sealOfSupplement } from './seal-snapshot.ts'

/** Opens the sealed dossier. It is a change and not a reading: a target's look is noted where the organisation reads it. */
export const openSnapshot = actorProcedure
  .meta({ can: ['read', 'ReferralSnapshot'] })
  .input(z.strictObject({ id: idSchema }))
  .output(
    z.strictObject({
      organisationName: z.string(),
      card: z.record(z.string(), z.unknown()),
      sections: z.record(z.string(), z.unknown()),
      people: z.array(z.record(z.string(), z.unknown())),
      digest: z.string(),
      /** The content still gives the digest it was sealed with. */
      isIntact: z.boolean(),
      sealedAt: instantSchema,
      /** What the organisation consented to beside, for questions of the target: each sealed by itself. */
      supplements: z.array(
        z.strictObject({
          sections: z.record(z.string(), z.unknown()),
          people: z.array(z.record(z.string(), z.unknown())),
          digest: z.string(),
          isIntact: z.boolean(),
          sealedAt: instantSchema,
        }),
      ),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const key = { networkId: actor.networkId, id: input.id }
    const [row, snapshot, supplements] = await Promise.all([
      readReferral(tx, key),
      readSnapshot(tx, key),
      readSupplements(tx, key),
    ])
    if (!row) throw notFound()
    const relation = standingTo(actor, row, now)
    authorise(ability, 'read', 'ReferralSnapshot', { relation: relation === 'target' ? 'grantee' : relation })
    if (!snapshot) throw new AppError('GRANT_NOT_LIVE')
    if (relation === 'target' && actor.kind === 'tenant') {
      const { tenantId, personId, personName } = actor
      const sealed = [snapshot, ...supplements]
      const names = new Set(sealed.flatMap(one => Object.keys(one.sections)))
      const sections = [...[...names].sort(), ...(sealed.some(one => one.people.length > 0) ? ['personal'] : [])]
      const { networkId } = row
      await insertAccess(tx, {
        networkId,
        id: v7(),
        organisationId: organisationOf(row),
        tenantId,
        personId,
        personName,
        sections,
        basis: 'grant',
        referralId: row.id,
        at: now,
      })
    }
    const { organisationName, card, sections, people, digest } = snapshot
    return {
      organisationName,
      card,
      sections,
      people,
      digest,
      isIntact: sealOf({ card, sections, people }) === digest,
      sealedAt: snapshot.sealedAt.toISOString(),
      supplements: supplements.map(one => ({
        sections: one.sections,
        people: one.people,
        digest: one.digest,
        isIntact: sealOfSupplement(one) === one.digest,
        sealedAt: one.sealedAt.toISOString(),
      })),
    }
  })
