import { z } from 'zod'
import { boardInput, boardScopeSchema, drillSchema } from './board.ts'

/** The joint dashboard's tables as a file. */
export const exportJointInput = boardInput
  .omit({ tenantId: true })
  .extend({ language: z.enum(['zh', 'en']).default('zh') })

/** A cell of a figure for the joint meeting; null is hidden, and opens nothing. */
const cell = z.strictObject({ value: z.int().nullable(), drill: drillSchema.nullable() })
const part = z.strictObject({ key: z.string(), ...cell.shape })

/** Figures across the tiers, cut by seat, small cells hidden (B-18). */
export const jointFiguresSchema = z.strictObject({
  period: boardScopeSchema.shape.period,
  asOf: z.iso.datetime({ offset: true }),
  /** Counts from 1 to one below this are hidden, and what would betray them; null for the network's own top, which supervises everyone. */
  smallCell: z.int().nullable(),
  seats: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      divisionCode: z.string(),
      /** The viewer's own seat. */
      isOwn: z.boolean(),
      incubators: cell,
      organisations: cell,
      added: cell,
      sent: cell,
      received: cell,
      overdue: cell,
      /** What the median is taken of: for whoever supervises the seat. */
      acknowledged: cell,
      /** Median hours of business to acknowledgement; null with fewer than the threshold. */
      medianAcknowledgeHours: z.number().nullable(),
      drill: drillSchema.nullable(),
    }),
  ),
  totals: z.strictObject({ organisations: cell, added: cell, referrals: cell, overdue: cell }),
  byStage: z.array(part),
  byKind: z.array(part),
  byField: z.array(part),
  byState: z.array(part),
  byMonth: z.array(part),
  flows: z.array(z.strictObject({ from: z.string(), to: z.string(), ...cell.shape })),
})
export type JointFigures = z.infer<typeof jointFiguresSchema>
