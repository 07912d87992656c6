import type { OrganisationAccount } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'

/** The accounts of an organisation in the acting tenant's custody, those that are over last; none of another's. Through the gate. */
export async function readAccounts(tx: Tx, organisationId: string): Promise<OrganisationAccount[]> {
  return tx.execute<OrganisationAccount>(sql`
    select id, display_name as "displayName", login_name as "loginName", to_char(from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "from",
      to_char(until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "until", version, is_initial as "isInitial"
    from app.organisation_accounts(${organisationId})`)
}

/** Whom to give an account; the hash counts for somebody who has none. */
export type NewAccount = {
  organisationId: string
  loginName: string
  displayName: string
  passwordHash: string
  initialUntil: Date
}

/** Gives an account, through the gate that knows people by their login names and answers alike whether it knew one. */
export async function joinAccount(tx: Tx, of: NewAccount): Promise<{ membershipId: string } | 'taken' | 'member'> {
  const membershipId = v7()
  const [row] = await tx.execute<{ outcome: string }>(sql`
    select app.join_account(${of.organisationId}, ${membershipId}, ${v7()}, ${of.loginName}, ${of.displayName}, ${of.passwordHash},
      ${of.initialUntil.toISOString()}) as outcome`)
  return row?.outcome === 'joined' ? { membershipId } : row?.outcome === 'member' ? 'member' : 'taken'
}

/** Ends an account that stands at this version; its version after, null when it does not stand there any more. Through the gate. */
export async function endAccount(tx: Tx, membershipId: string, version: number): Promise<number | null> {
  const [row] = await tx.execute<{ after: number | null }>(
    sql`select app.end_account(${membershipId}, ${version}) as after`,
  )
  return row?.after ?? null
}

/** Gives another initial password; false when the account is over. Through the gate. */
export async function renewAccount(
  tx: Tx,
  of: { membershipId: string; passwordHash: string; initialUntil: Date },
): Promise<boolean> {
  const [row] = await tx.execute<{ given: boolean }>(
    sql`select app.renew_account(${of.membershipId}, ${of.passwordHash}, ${of.initialUntil.toISOString()}) as given`,
  )
  return row?.given ?? false
}
