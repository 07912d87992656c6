import type { StaffView, UpkeepFindingView, UpkeepView } from '@fuqiao/contract'
import type { EquipmentKind, RoomUse, SocialWorkCertificate } from '@fuqiao/domain/profile'
import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

type Finding = UpkeepFindingView
type Rule = Finding['rule']

const rules: Readonly<Record<Rule, () => string>> = {
  staff: m.upkeep_rule_staff,
  fullTime: m.upkeep_rule_fullTime,
  training: m.upkeep_rule_training,
  payFloor: m.upkeep_rule_payFloor,
  room: m.upkeep_rule_room,
  sharedRoom: m.upkeep_rule_sharedRoom,
  equipment: m.upkeep_rule_equipment,
  branch: m.upkeep_rule_branch,
}

/** A rule's name, for a filter. */
export const ruleLabel = (rule: Rule): string => rules[rule]()

/** What a rule is about: a room or a piece of equipment by the document's own word. */
export const findingLabel = ({ rule, aboutName }: Finding): string => aboutName?.[getLocale()] ?? ruleLabel(rule)

type Amount = Readonly<Record<Rule, (count: string, each: string) => string>>
const people = (count: string) => m.upkeep_people({ count })
const rooms = (count: string) => m.upkeep_rooms({ count })
const pieces = (count: string) => m.upkeep_pieces({ count })
const asked: Amount = {
  staff: people,
  fullTime: people,
  training: (count, each) => m.upkeep_people_trained({ count, each }),
  payFloor: (count, each) => m.upkeep_people_paid({ count, each }),
  room: (count, each) => (each === '' ? rooms(count) : m.upkeep_rooms_each({ count, each })),
  sharedRoom: () => m.upkeep_room_larger(),
  equipment: pieces,
  branch: (_count, each) => m.upkeep_branch_asked({ each }),
}
const found: Amount = {
  ...asked,
  training: people,
  payFloor: people,
  room: rooms,
  sharedRoom: rooms,
  branch: count => (count === '0' ? m.upkeep_branch_missing() : m.upkeep_branch_there()),
}
const eachOf = ({ each }: Finding) => (each === null ? '' : number(each))

/** What a rule asks for, in words. */
export const askedWords = (finding: Finding): string => asked[finding.rule](number(finding.asked), eachOf(finding))
/** What there is of it. */
export const foundWords = (finding: Finding): string => found[finding.rule](number(finding.found), eachOf(finding))

const certificates: Readonly<Record<SocialWorkCertificate, () => string>> = {
  none: m.upkeep_staff_certificate_none,
  assistant: m.upkeep_staff_certificate_assistant,
  socialWorker: m.upkeep_staff_certificate_socialWorker,
  senior: m.upkeep_staff_certificate_senior,
}
/** A certificate's level. */
export const certificateLabel = (certificate: SocialWorkCertificate): string => certificates[certificate]()

/** What somebody is qualified by, in one line. */
export const qualificationWords = ({ certificate, hasSocialWorkDegree }: StaffView): string =>
  [
    certificate === 'none' ? '' : certificateLabel(certificate),
    hasSocialWorkDegree ? m.upkeep_staff_degree_short() : '',
  ]
    .filter(Boolean)
    .join(' · ')

const uses: Readonly<Record<RoomUse, () => string>> = {
  office: m.upkeep_use_office,
  meeting: m.upkeep_use_meeting,
  training: m.upkeep_use_training,
  activity: m.upkeep_use_activity,
  incubation: m.upkeep_use_incubation,
  showcase: m.upkeep_use_showcase,
  other: m.upkeep_use_other,
}
/** What a room is used for. */
export const useLabel = (use: RoomUse): string => uses[use]()

const kinds: Readonly<Record<EquipmentKind, () => string>> = {
  desk: m.upkeep_kind_desk,
  computer: m.upkeep_kind_computer,
  projector: m.upkeep_kind_projector,
  soundSystem: m.upkeep_kind_soundSystem,
  fireExtinguisher: m.upkeep_kind_fireExtinguisher,
  fireHydrant: m.upkeep_kind_fireHydrant,
  smokeAlarm: m.upkeep_kind_smokeAlarm,
  emergencyLight: m.upkeep_kind_emergencyLight,
  other: m.upkeep_kind_other,
}
/** A kind of equipment. */
export const equipmentLabel = (kind: EquipmentKind): string => kinds[kind]()

const forms: Readonly<Record<UpkeepView['party']['form'], () => string>> = {
  ownBranch: m.upkeep_party_form_ownBranch,
  jointBranch: m.upkeep_party_form_jointBranch,
  instructor: m.upkeep_party_form_instructor,
  none: m.upkeep_party_form_none,
}
/** What there is of the Party. */
export const partyFormLabel = (form: UpkeepView['party']['form']): string => forms[form]()
