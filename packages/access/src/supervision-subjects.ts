type InNetwork = { readonly networkId: number }

/** The facts of the joint meeting's rows, of assignments and of targets, by subject. */
export type SupervisionFacts = {
  /** A seat of the joint meeting; `seatedPersonIds`: those who sit there now. */
  JointSeat: InNetwork & { readonly seatedPersonIds: readonly string[] }
  /** A joint meeting, and what hangs on it. `seatedPersonIds`: whoever sits in the joint meeting, as far as the actor sees; `responsibleTenantIds`: of its resolutions, or of the one. */
  JointMeeting: InNetwork & {
    readonly seatedPersonIds: readonly string[]
    readonly responsibleTenantIds: readonly string[]
  }
  /** Something raised for the agenda of the joint meeting. */
  JointAgendaItem: InNetwork & {
    readonly tenantId: string
    readonly isTaken: boolean
    readonly seatedPersonIds: readonly string[]
  }
  /** What one incubator gave another to do; its history and papers too. `scopeKey` is the place of whoever is responsible, `tenantId`. */
  Assignment: InNetwork & { readonly issuerTenantId: string; readonly tenantId: string; readonly scopeKey: bigint }
  /** A report that an incubator owes, and what was handed in of it. `parentId`: the incubator directly above, which accepts it; null at the top. */
  Report: InNetwork & { readonly tenantId: string; readonly scopeKey: bigint; readonly parentId: string | null }
  /** What is being written of it. */
  ReportDraft: InNetwork & { readonly tenantId: string }
  /** What an incubator is to reach, as its parent gave it or as its own total; its ledger too. `scopeKey` is the place of whoever is to reach it, `tenantId`. */
  TargetShare: InNetwork & { readonly fromTenantId: string; readonly tenantId: string; readonly scopeKey: bigint }
}

/** What may be done to them. */
export const SUPERVISION_ACTIONS = {
  /** `keep` gives, fills and ends a seat. */
  JointSeat: ['read', 'list', 'keep'],
  /** `plan` makes one; `lead` does all that comes after. */
  JointMeeting: ['read', 'list', 'plan', 'lead'],
  /** `settle` takes an item onto a meeting or sets it aside. */
  JointAgendaItem: ['read', 'list', 'raise', 'settle'],
  Assignment: ['read', 'list', 'export', 'issue', 'acknowledge', 'report', 'confirm', 'sendBack', 'withdraw'],
  /** `check` draws facts by lot and says what was found; `restate` says that a figure of a locked report stands otherwise since. */
  Report: ['read', 'list', 'export', 'submit', 'close', 'restate', 'accept', 'sendBack', 'excuse', 'check'],
  /** `write` also compiles the figures. */
  ReportDraft: ['read', 'write'],
  TargetShare: ['read', 'list', 'set', 'propose', 'counter', 'agree', 'sign', 'withdraw'],
} as const
