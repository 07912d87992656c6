import type { EquipmentKind, PartyForm, RoomUse, SocialWorkCertificate } from '../profile/vocabulary.ts'

/** Somebody at work in an incubator, as far as the rules look at them. */
export type StaffFacts = {
  readonly isFullTime: boolean
  readonly isPurchasedPost: boolean
  readonly certificate: SocialWorkCertificate
  readonly hasSocialWorkDegree: boolean
  /** Yuan a month; null where it is not recorded. */
  readonly monthlyPay: number | null
  readonly isPartyMember: boolean
  /** Civil date. */
  readonly from: string
  /** Hours of training in the last whole calendar year. */
  readonly hoursLastYear: number
}

/** A room of an incubator. */
export type RoomFacts = {
  readonly uses: readonly RoomUse[]
  readonly squareMetres: number
  /** The organisations in residence share it. */
  readonly isShared: boolean
}

/** What there is of a kind. */
export type EquipmentFacts = {
  readonly kind: EquipmentKind
  readonly quantity: number
  /** The last day it may be used; null where it has none. */
  readonly goodUntil: string | null
}

/** What the rules look at of one incubator: who works there today, its rooms, what is in them, its party branch. */
export type UpkeepFacts = {
  readonly staff: readonly StaffFacts[]
  readonly rooms: readonly RoomFacts[]
  readonly equipment: readonly EquipmentFacts[]
  readonly partyForm: PartyForm
}
