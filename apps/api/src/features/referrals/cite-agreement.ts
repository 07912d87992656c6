import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { readAgreement, readCitable } from '../agreements/index.ts'
import type { ReferralRow } from './referral-store.ts'

/** A referral's two ends, and the agreement asked for: one, none (null), or whichever is in force between them (undefined). */
export type Citation = {
  row: Pick<ReferralRow, 'networkId' | 'fromTenantId'>
  targetTenantId: string | null
  agreementId: string | null | undefined
}

/**
 * The agreement that a draft cites: one in force between its sender and its target on the day it is composed.
 * @throws NOT_FOUND where there is none in sight, AGREEMENT_NOT_CITABLE where it is between others or not in force
 */
export async function citedAgreement(tx: Tx, { row, targetTenantId, agreementId }: Citation, now: Date) {
  if (agreementId === null) return null
  if (agreementId !== undefined && !(await readAgreement(tx, { networkId: row.networkId, id: agreementId })))
    throw notFound()
  if (targetTenantId === null) {
    if (agreementId !== undefined) throw new AppError('AGREEMENT_NOT_CITABLE')
    return null
  }
  const { networkId, fromTenantId } = row
  const between = { networkId, tenantId: fromTenantId, otherId: targetTenantId, today: civilDateOf(now) }
  const citable = await readCitable(tx, between)
  if (agreementId === undefined) {
    const accepts = citable.find(
      ({ row: { standing, firstTenantId, secondTenantId } }) =>
        standing !== null && (standing.accepting === 'first' ? firstTenantId : secondTenantId) === targetTenantId,
    )
    return (accepts ?? citable[0])?.row.id ?? null
  }
  if (!citable.some(({ row: { id } }) => id === agreementId)) throw new AppError('AGREEMENT_NOT_CITABLE')
  return agreementId
}
