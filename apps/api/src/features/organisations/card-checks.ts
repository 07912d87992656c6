import type { TenantActor } from '@fuqiao/access'
import { REGISTERED_KINDS } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { filesAt } from '@fuqiao/domain/filing'
import type { OrganisationKind } from '@fuqiao/domain/profile'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import { addNote } from './dossier-store.ts'
import { knownDivisions } from './organisation-store.ts'
import { type Candidate, possibleDuplicates } from './possible-duplicates.ts'

type Acting = Pick<ActingIn, 'tx' | 'now'> & { deps: Pick<ActingIn['deps'], 'profiles'>; actor: TenantActor }

/** Refuses a division that does not exist. @throws INPUT_INVALID */
export async function checkDivision(tx: Tx, code: string): Promise<void> {
  const known = await knownDivisions(tx, [code])
  if (!known.has(code)) throw new AppError('INPUT_INVALID', {}, { divisionCode: 'INPUT_DIVISION_UNKNOWN' })
}

/** Refuses a kind that the network's profile does not know, and a division that does not exist. @throws INPUT_INVALID */
export async function checkPlaceAndKind(
  { tx, actor, deps }: Acting,
  entry: { kind: OrganisationKind; divisionCode: string },
): Promise<void> {
  if (!profileOf(deps, actor).organisationKinds.some(({ id }) => id === entry.kind))
    throw new AppError('INPUT_INVALID', {}, { kind: 'INPUT_KIND_NOT_IN_NETWORK' })
  await checkDivision(tx, entry.divisionCode)
}

/** Refuses to give a filing number where incubators of this tier keep no register (B-14). @throws INPUT_INVALID */
export function checkFilesHere({ actor, deps }: Acting, kind: OrganisationKind): void {
  if (kind === 'communityFiled' && !filesAt(profileOf(deps, actor), actor.tier))
    throw new AppError('INPUT_INVALID', {}, { kind: 'INPUT_FILING_NOT_AT_TIER' })
}

/** Refuses to leave the filing register by a word on the card: a filing ends, or its organisation grows, each by its own deed. @throws INPUT_INVALID */
export function checkStaysFiled(before: OrganisationKind, after: OrganisationKind): void {
  const grows = before === 'inPreparation' && (REGISTERED_KINDS as readonly string[]).includes(after)
  if (grows || (before === 'communityFiled' && after !== before))
    throw new AppError('INPUT_INVALID', {}, { kind: grows ? 'INPUT_KIND_BY_GROWING' : 'INPUT_KIND_BY_FILING' })
}

/** Lets a name or a code pass that others in sight share when the officer says why; the answer is kept as a note. @throws POSSIBLE_DUPLICATES */
export async function answerDuplicates(
  { tx, actor, now }: Acting,
  candidate: Candidate & { exceptId: string },
  answer: string | undefined,
): Promise<void> {
  const duplicates = await possibleDuplicates(tx, actor.networkId, candidate)
  if (duplicates.length === 0) return
  if (!answer) throw new AppError('POSSIBLE_DUPLICATES', { found: duplicates.length })
  await addNote(tx, actor, { organisationId: candidate.exceptId, text: answer, at: now })
}
