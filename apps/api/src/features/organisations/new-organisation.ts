import type { TenantActor } from '@fuqiao/access'
import type { RegisterOrganisation } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { filingNumber } from '@fuqiao/domain/filing'
import { pinyinInitials, pinyinSortKey } from '@fuqiao/domain/organisation'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { judgeCreditCode } from './credit-code-rule.ts'
import { type NewOrganisation, takeNumber } from './organisation-store.ts'

/** The card's own words: what a form or a row of a workbook says. */
export type CardEntry = Omit<RegisterOrganisation, 'key' | 'duplicateAnswer'>

/** Columns that follow from the card's words. @throws INPUT_INVALID, CREDIT_CODE_DOUBTFUL */
export function cardColumns(entry: CardEntry) {
  const verdict = judgeCreditCode({
    kind: entry.kind,
    creditCode: entry.creditCode,
    creditCodeOverride: entry.creditCodeOverride,
  })
  if (!verdict.ok && verdict.problem === 'CREDIT_CODE_DOUBTFUL')
    throw new AppError('CREDIT_CODE_DOUBTFUL', { reason: verdict.reason }, { creditCode: verdict.reason })
  if (!verdict.ok) throw new AppError('INPUT_INVALID', {}, { creditCode: verdict.problem })
  return {
    name: entry.name,
    initials: pinyinInitials(entry.name),
    sortKey: pinyinSortKey(entry.name),
    creditCode: verdict.creditCode,
    creditCodeOverride: verdict.override,
    kind: entry.kind,
    stage: entry.stage,
    field: entry.field,
    divisionCode: entry.divisionCode,
    address: entry.address,
    summary: entry.summary,
    registeredOn: entry.registeredOn ?? null,
    registrationAuthority: entry.registrationAuthority,
  }
}

/** The next number of the acting tenant's filing register (B-14), such as 110101001-2026-0007, and the day it was given. */
export async function takeFilingNumber(
  tx: Tx,
  actor: TenantActor,
  now: Date,
): Promise<{ filingNumber: string; filedOn: string }> {
  const filedOn = civilDateOf(now)
  const year = Number(filedOn.slice(0, 4))
  const count = await takeNumber(tx, actor, 'filing', year)
  return { filingNumber: filingNumber({ divisionCode: actor.divisionCode, year, count }), filedOn }
}

/** The whole row of an organisation that the acting tenant meets first. A community organisation gets its filing number here. */
export async function newOrganisation(
  tx: Tx,
  actor: TenantActor,
  entry: CardEntry,
  now: Date,
): Promise<NewOrganisation & { id: string }> {
  const columns = cardColumns(entry)
  const filing =
    entry.kind === 'communityFiled' ? await takeFilingNumber(tx, actor, now) : { filingNumber: null, filedOn: null }
  return {
    ...columns,
    ...filing,
    id: v7(),
    networkId: actor.networkId,
    tenantId: actor.tenantId,
    scopeKey: actor.scopeLow,
    firstContactTenantId: actor.tenantId,
    reportingTenantId: actor.tenantId,
    formerNames: [],
    createdAt: now,
    updatedAt: now,
  }
}
