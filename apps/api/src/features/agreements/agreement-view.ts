import type { TenantActor } from '@fuqiao/access'
import type { AgreementRowView } from '@fuqiao/contract'
import { sideOf } from './agreement-facts.ts'
import type { JoinedAgreement } from './agreement-store.ts'

const iso = (date: Date | null) => date?.toISOString() ?? null
const refOf = ({ status: _status, ...ref }: JoinedAgreement['first']) => ref
const unused = { cited: 0, inMonth: 0, inAll: 0 }

/** An agreement as a list shows it. */
export function agreementRowView(
  { row, first, second }: JoinedAgreement,
  actor: TenantActor,
  usage: AgreementRowView['usage'] = unused,
): AgreementRowView {
  const { id, number, version, state, title, from, until, pausedBy } = row
  const side = sideOf(row, actor.tenantId)
  const hasSigned = side === 'first' ? row.firstSignedAt !== null : row.secondSignedAt !== null
  return {
    ...{ id, number, version, state, title, from, until, pausedBy, usage },
    as: side ?? 'superior',
    first: refOf(first),
    second: refOf(second),
    standing: row.standing as AgreementRowView['standing'],
    firstSignedAt: iso(row.firstSignedAt),
    secondSignedAt: iso(row.secondSignedAt),
    isMine: state === 'proposed' && side !== null && !hasSigned,
    updatedAt: row.updatedAt.toISOString(),
  }
}
