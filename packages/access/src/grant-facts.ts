/** A right to look in across tenants, as far as the decision needs it. */
export type GrantFacts = {
  readonly tenantId: string
  readonly from: Date
  readonly until: Date
  readonly endedAt: Date | null
}

/** A grant with what it opens. */
export type SectionGrantFacts = GrantFacts & { readonly sections: readonly string[]; readonly personal: boolean }
