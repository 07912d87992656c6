import { asSystem, schema } from '@fuqiao/db'
import { isOpen, SENT_STATES } from '@fuqiao/domain/referral'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { TestWorld } from '../harness.ts'
import { isServing } from './model.ts'

/** All that is stored of some organisations' referrals. */
export type Stored = Awaited<ReturnType<typeof readStored>>

/** Reads it in one transaction. `ids`: every referral there ever was, removed drafts too. */
export function readStored(world: Pick<TestWorld, 'db'>, organisationIds: string[], ids: string[]) {
  const { organisation, dossierSection, organisationPerson, referral, dossierGrant, referralEvent, auditEntry } = schema
  const { outbox, consent, organisationServing, referralRating } = schema
  // As one parameter: a list of another length is the same prepared statement.
  const anyOf = sql`any(${`{${ids.join()}}`}::uuid[])`
  return asSystem(world.db, async tx => {
    const [organisations, sections, people, referrals, grants, events, audit, sent, consents, serving, ratings] =
      await Promise.all([
        tx.select().from(organisation).where(inArray(organisation.id, organisationIds)),
        tx
          .select({ organisationId: dossierSection.organisationId, tenantId: dossierSection.tenantId })
          .from(dossierSection)
          .where(inArray(dossierSection.organisationId, organisationIds)),
        tx
          .select({ organisationId: organisationPerson.organisationId, tenantId: organisationPerson.tenantId })
          .from(organisationPerson)
          .where(inArray(organisationPerson.organisationId, organisationIds)),
        tx
          .select()
          .from(referral)
          .where(or(inArray(referral.organisationId, organisationIds), sql`${referral.id} = ${anyOf}`)),
        tx.select().from(dossierGrant).where(inArray(dossierGrant.organisationId, organisationIds)),
        tx
          .select({ referralId: referralEvent.referralId, seq: referralEvent.seq })
          .from(referralEvent)
          .where(sql`${referralEvent.referralId} = ${anyOf}`),
        tx
          .select({ subjectId: auditEntry.subjectId, action: auditEntry.action, details: auditEntry.details })
          .from(auditEntry)
          .where(sql`${auditEntry.subjectId} = ${anyOf}`),
        tx
          .select({ subjectId: outbox.subjectId, payload: outbox.payload })
          .from(outbox)
          .where(and(eq(outbox.topic, 'referral'), sql`${outbox.subjectId} = ${anyOf}`)),
        tx.select().from(consent).where(inArray(consent.organisationId, organisationIds)),
        tx.select().from(organisationServing).where(inArray(organisationServing.organisationId, organisationIds)),
        tx.select().from(referralRating).where(inArray(referralRating.organisationId, organisationIds)),
      ])
    const byAge = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    consents.sort(byAge)
    return { organisations, sections, people, referrals, grants, events, audit, sent, consents, serving, ratings }
  })
}

const inOrder = (numbers: number[]) => numbers.sort((a, b) => a - b).join()
const upTo = (last: number) => inOrder(Array.from({ length: last }, (_, index) => index + 1))

/** What of spec/referral.md "What must always hold" does not: nothing, or each fault in words. `versions`: what each referral was last known to stand at, removed drafts too. */
export function faultsIn(stored: Stored, versions: ReadonlyMap<string, number>): string[] {
  return [...faultsOfOrganisations(stored), ...faultsOfReferrals(stored), ...faultsOfRecords(stored, versions)]
}

function faultsOfOrganisations({ organisations, sections, people, referrals }: Stored): string[] {
  const faults: string[] = []
  for (const { id, tenantId } of organisations) {
    const split = [...sections, ...people].filter(row => row.organisationId === id && row.tenantId !== tenantId)
    if (split.length > 0) faults.push(`rule 1: parts of an organisation's dossier lie with another than its custodian`)
    const handOvers = referrals.filter(
      row => row.organisationId === id && row.mode === 'handOver' && SENT_STATES.includes(row.state),
    )
    if (handOvers.length > 1) faults.push('rule 3: two hand-overs of one organisation are open')
  }
  return faults
}

function faultsOfReferrals({ referrals, grants, consents }: Stored): string[] {
  const faults: string[] = []
  for (const row of referrals) {
    const live = grants.filter(({ referralId, endedAt }) => referralId === row.id && endedAt === null)
    // Who stands in for a suspended target looks in once the organisation has consented anew.
    const isAsked = consents.some(({ referralId, state }) => referralId === row.id && state === 'asked')
    if (
      live.length !== (isServing(row.state) && !isAsked && row.kind !== 'consult' ? 1 : 0) ||
      live.some(({ tenantId }) => tenantId !== row.toTenantId)
    )
      faults.push(`rule 2: ${live.length} grants stand open where a referral is ${row.state}`)
    if (isOpen(row.state) && (row.dueAt === null || row.holder === null))
      faults.push(`rule 4: nothing is due where a referral is ${row.state}`)
    if (row.holder === null && row.dueAt !== null) faults.push(`rule 4: something is due of nobody in ${row.state}`)
  }
  const sent = referrals.filter(row => row.submittedAt !== null && row.state !== 'withdrawn' && row.state !== 'voided')
  for (const chain of new Set(sent.map(({ chainId }) => chainId))) {
    const hops = sent.filter(({ chainId }) => chainId === chain).sort((a, b) => a.hop - b.hop)
    const visited = [hops[0]?.fromTenantId, ...hops.map(({ toTenantId }) => toTenantId)]
    if (new Set(visited).size !== visited.length) faults.push('rule 3: a chain visits an incubator twice')
  }
  return faults
}

function faultsOfRecords({ referrals, events, audit, sent }: Stored, versions: ReadonlyMap<string, number>): string[] {
  const faults: string[] = []
  for (const [id, version] of versions) {
    const row = referrals.find(referral => referral.id === id)
    const of = {
      audit: inOrder(
        audit
          .filter(({ subjectId, action }) => subjectId === id && action.startsWith('referral.'))
          .flatMap(({ details }) => (details['version'] === undefined ? [] : [Number(details['version'])])),
      ),
      event: inOrder(sent.filter(({ subjectId }) => subjectId === id).map(({ payload }) => Number(payload['seq']))),
      line: row ? inOrder(events.filter(({ referralId }) => referralId === id).map(({ seq }) => seq)) : upTo(version),
    }
    for (const [what, found] of Object.entries(of))
      if (found !== upTo(version)) faults.push(`rule 5: at version ${version} there are ${what} ${found || 'none'}`)
  }
  return faults
}
