import { key } from './referral-stage.ts'

/** The bureau itself runs an incubator, from the day of the tests on. */
export const ownOperation = { name: '区民政局', kind: 'self', from: '2026-03-02' } as const

/** That it is said of a tenant. */
export const operationForm = (tenantId: string) => ({ key: key(), tenantId, ...ownOperation })
