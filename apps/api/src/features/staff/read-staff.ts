import { isAllowed } from '@fuqiao/access'
import { ofTenantInput, staffRegisterSchema, type StaffView } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { certifiedShare, isJudged, judgedYear } from '@fuqiao/domain/upkeep'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { maskName } from '../organisations/index.ts'
import { placeFor } from '../upkeep/index.ts'
import { readRegister, type StaffRow, type TrainingRow } from './staff-store.ts'

type Masked = 'nothing' | 'pay' | 'person'
type Shown = { trainings: readonly TrainingRow[]; hoursPerYear: number | null; today: string; masked: Masked }

/** Hours that lie in a calendar year; in tenths, so that they add up to what was written down. */
const hoursIn = (trainings: readonly TrainingRow[], year: number) =>
  trainings
    .filter(({ heldOn }) => heldOn.startsWith(String(year)))
    .reduce((sum, { hours }) => sum + Math.round(hours * 10), 0) / 10

/** Whether somebody works there on a civil date. */
const isAtWork = ({ from, until }: Pick<StaffRow, 'from' | 'until'>, today: string) =>
  from <= today && (until === null || until >= today)

function staffView(row: StaffRow, { trainings, hoursPerYear, today, masked }: Shown): StaffView {
  const { networkId: _n, tenantId: _t, scopeKey: _s, createdAt: _c, updatedAt: _u, ...shown } = row
  const own = trainings.filter(({ staffMemberId }) => staffMemberId === row.id)
  const hoursLastYear = hoursIn(own, judgedYear(today))
  const isShort = hoursPerYear !== null && hoursLastYear < hoursPerYear
  return {
    ...shown,
    ...(masked === 'person' && { name: maskName(row.name) }),
    ...(masked !== 'nothing' && { monthlyPay: null, certificateNumber: row.certificateNumber === '' ? '' : '****' }),
    trainings: own.map(({ id, kind, topic, heldOn, hours }) => ({ id, kind, topic, heldOn, hours })),
    hoursThisYear: hoursIn(own, judgedYear(today) + 1),
    hoursLastYear,
    lacksTraining: isShort && isAtWork(row, today) && isJudged(row, today),
  }
}

/** The register of the acting incubator's staff, or of one's below it, with certificates and training (B-23, W-06). @throws NOT_FOUND, NOT_ALLOWED */
export const listStaff = tenantProcedure
  .meta({ can: ['list', 'StaffMember'] })
  .input(ofTenantInput)
  .output(staffRegisterSchema)
  .query(async ({ ctx, input }) => {
    const { relation, tenantName, ...place } = await placeFor(ctx, 'StaffMember', 'list', input.tenantId)
    const { staff, trainings } = await readRegister(ctx.tx, place)
    const { staffing } = profileOf(ctx.deps, ctx.actor)
    const today = civilDateOf(ctx.now)
    const isOpen = isAllowed(ctx.ability, 'readUnmasked', 'StaffMember', { relation })
    const masked = isOpen ? 'nothing' : relation === 'own' ? 'pay' : 'person'
    const hoursPerYear = staffing?.training?.hoursPerYear ?? null
    const floor = staffing?.payFloor
    return {
      ...{ tenantId: place.tenantId, tenantName, masked, hoursPerYear },
      payFloor: floor ? { yuanPerMonth: floor.yuanPerMonth, of: floor.of } : null,
      prefersQualified: staffing?.preferred !== undefined,
      share: certifiedShare(
        staff
          .filter(row => isAtWork(row, today))
          .map(({ certificate, ...row }) => ({ ...row, isCertified: certificate !== 'none' })),
      ),
      rows: staff.map(row => staffView(row, { trainings, hoursPerYear, today, masked })),
      mayKeep: isAllowed(ctx.ability, 'update', 'StaffMember', { relation }),
    }
  })
