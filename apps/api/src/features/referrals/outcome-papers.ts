import type { TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { AppError } from '../../rpc/app-error.ts'
import { examineFile, type HandedFile, storeExamined } from '../organisations/index.ts'
import { organisationOf, type ReferralRow } from './referral-store.ts'
import type { Decided, Request } from './transit.ts'

type Acting = { tx: Tx; actor: TenantActor; now: Date }
type Reported = Request['input'] & { papers: readonly HandedFile[] }

/**
 * What goes with a report beside its words: the papers that show it, looked through before anything is read and stored in its transaction. In the
 * request's digest each stands with its own, not with its bytes. @throws FILE_TOO_LARGE, FILE_KIND_REFUSED
 */
export function withPapers<Input extends Reported>(
  { tx, actor, now }: Acting,
  input: Input,
): Pick<Request, 'input' | 'trail' | 'check' | 'writes'> {
  const papers = input.papers.map(examineFile)
  if (papers.length === 0) return { input }
  return {
    input: { ...input, papers: papers.map(({ fileName, sha256 }) => [fileName, sha256]) },
    trail: { papers: papers.map(({ sha256 }) => sha256) },
    check: refuseOfAdvice,
    writes: ({ row }: Decided) =>
      papers.map(
        paper => () =>
          storeExamined(tx, actor, {
            ...{ ...paper, organisationId: organisationOf(row), referralId: row.id },
            ...{ purpose: 'outcomePaper', at: now },
          }),
      ),
  }
}

/** Advice names nobody; a paper would. */
function refuseOfAdvice({ kind }: ReferralRow): void {
  if (kind === 'consult') throw new AppError('INPUT_INVALID', {}, { papers: 'INPUT_PAPERS_OF_ADVICE' })
}
