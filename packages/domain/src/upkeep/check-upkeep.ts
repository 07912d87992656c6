import type { UpkeepRules } from '../profile/upkeep-schema.ts'
import type { TenantKind, Tier } from '../profile/vocabulary.ts'
import type { RoomFacts, StaffFacts, UpkeepFacts } from './upkeep-facts.ts'

/** The rules there are, one name each: a profile says which a network has and how strict they are. */
export const UPKEEP_RULES = [
  'staff',
  'fullTime',
  'training',
  'payFloor',
  'room',
  'sharedRoom',
  'equipment',
  'branch',
] as const
/** A rule's name. */
export type UpkeepRule = (typeof UPKEEP_RULES)[number]

/** A rule as it stands for one incubator: what it asks for, what there is, whether that is enough. */
export type UpkeepFinding = {
  readonly rule: UpkeepRule
  /** Which of several rules of that name: the profile's id of a room or a piece of equipment. */
  readonly about: string | null
  /** The provision that the rule carries out; null where the register names none. */
  readonly provision: string | null
  /** How many are asked for; for a rule on everybody, how many it is asked of. */
  readonly asked: number
  /** How many there are. */
  readonly found: number
  /** The measure of each: square metres of a room, hours a year, yuan a month; null where only the number counts. */
  readonly each: number | null
  readonly isKept: boolean
}

/** Whose rules: where an incubator stands. */
type Standing = { readonly tier: Tier; readonly kind: TenantKind }
type ForWhom = { readonly tiers: readonly Tier[]; readonly kinds?: readonly TenantKind[] | undefined }

const isFor = ({ tiers, kinds = ['administrative'] }: ForWhom, { tier, kind }: Standing) =>
  tiers.includes(tier) && kinds.includes(kind)

type Found = Pick<UpkeepFinding, 'rule' | 'asked' | 'found'> &
  Partial<Pick<UpkeepFinding, 'about' | 'each'>> & { provision?: string | undefined }

const finding = ({ rule, about = null, provision, asked, found, each = null }: Found): UpkeepFinding => ({
  ...{ rule, about, asked, found, each },
  provision: provision ?? null,
  isKept: found >= asked,
})

/**
 * Every rule on staff, premises and party that an incubator of this tier and kind stands under, with whether it is kept. Rules that ask nothing of it are
 * left out. @param today a civil date: staff are counted by the caller as of it
 */
export function checkUpkeep(
  rules: UpkeepRules,
  standing: Standing,
  facts: UpkeepFacts,
  today: string,
): UpkeepFinding[] {
  return [
    ...checkPosts(rules, standing, facts.staff),
    ...checkTraining(rules, facts.staff, today),
    ...checkPay(rules, facts.staff),
    ...checkPremises(rules, standing, facts, today),
    ...checkBranch(rules, facts),
  ]
}

function checkPosts({ staffing }: UpkeepRules, standing: Standing, staff: readonly StaffFacts[]): UpkeepFinding[] {
  const fullTime = staff.filter(({ isFullTime }) => isFullTime).length
  return (staffing?.posts ?? [])
    .filter(post => isFor(post, standing))
    .flatMap(({ staffAtLeast, fullTimeAtLeast, provision }) => [
      ...(staffAtLeast > fullTimeAtLeast
        ? [finding({ rule: 'staff', provision, asked: staffAtLeast, found: staff.length })]
        : []),
      ...(fullTimeAtLeast > 0
        ? [finding({ rule: 'fullTime', provision, asked: fullTimeAtLeast, found: fullTime })]
        : []),
    ])
}

/** The last calendar year that is over on a day, whose training is judged: the present one may still bring it. */
export const judgedYear = (today: string): number => Number(today.slice(0, 4)) - 1

/** Whether somebody was at work for the whole of the judged year, and so had the time for its training. */
export const isJudged = ({ from }: Pick<StaffFacts, 'from'>, today: string): boolean =>
  from <= `${judgedYear(today)}-01-01`

function checkTraining({ staffing }: UpkeepRules, staff: readonly StaffFacts[], today: string): UpkeepFinding[] {
  const rule = staffing?.training
  const judged = staff.filter(person => isJudged(person, today))
  if (!rule || judged.length === 0) return []
  const { hoursPerYear: each, provision } = rule
  const trained = judged.filter(({ hoursLastYear }) => hoursLastYear >= each)
  return [finding({ rule: 'training', provision, asked: judged.length, found: trained.length, each })]
}

function checkPay({ staffing }: UpkeepRules, staff: readonly StaffFacts[]): UpkeepFinding[] {
  const rule = staffing?.payFloor
  if (!rule) return []
  const { yuanPerMonth: each, of, provision } = rule
  const paid = staff.filter(person => (of === 'purchasedPosts' ? person.isPurchasedPost : person.isFullTime))
  if (paid.length === 0) return []
  // A pay that nobody wrote down shows nothing: it does not count as enough.
  const enough = paid.filter(({ monthlyPay }) => monthlyPay !== null && monthlyPay >= each)
  return [finding({ rule: 'payFloor', provision, asked: paid.length, found: enough.length, each })]
}

function checkPremises(
  { premises }: UpkeepRules,
  standing: Standing,
  { rooms, equipment }: UpkeepFacts,
  today: string,
): UpkeepFinding[] {
  if (!premises || !isFor(premises, standing)) return []
  const serving = (uses: readonly string[]) => rooms.filter(room => room.uses.some(use => uses.includes(use)))
  const { sharedRoom } = premises
  return [
    ...premises.rooms.map(({ id, uses, atLeast, squareMetresEach = 0, provision }) => {
      const large = serving(uses).filter(({ squareMetres }) => squareMetres >= squareMetresEach)
      const each = squareMetresEach === 0 ? null : squareMetresEach
      return finding({ rule: 'room', about: id, provision, asked: atLeast, found: large.length, each })
    }),
    ...(sharedRoom ? [checkShared(sharedRoom, serving(sharedRoom.uses), serving(['office']))] : []),
    ...premises.equipment.map(({ id, kinds, atLeast, provision }) => {
      const good = equipment.filter(
        ({ kind, goodUntil }) => kinds.includes(kind) && (goodUntil === null || goodUntil >= today),
      )
      const found = good.reduce((sum, { quantity }) => sum + quantity, 0)
      return finding({ rule: 'equipment', about: id, provision, asked: atLeast, found })
    }),
  ]
}

/** A shared room larger than the offices are on average; where there is no office, any shared room is. */
function checkShared(
  { provision }: { provision?: string | undefined },
  candidates: readonly RoomFacts[],
  offices: readonly RoomFacts[],
): UpkeepFinding {
  const plain = offices.filter(room => !candidates.includes(room))
  const average = plain.reduce((sum, { squareMetres }) => sum + squareMetres / plain.length, 0)
  const found = candidates.filter(({ isShared, squareMetres }) => isShared && squareMetres > average)
  return finding({ rule: 'sharedRoom', provision, asked: 1, found: found.length })
}

function checkBranch({ party }: UpkeepRules, { staff, partyForm }: UpkeepFacts): UpkeepFinding[] {
  const members = staff.filter(({ isPartyMember }) => isPartyMember).length
  if (!party || members < party.branchFrom) return []
  const { branchFrom: each, provision } = party
  return [finding({ rule: 'branch', provision, asked: 1, found: hasBranch(partyForm) ? 1 : 0, each })]
}

/** Whether what there is of the Party is a branch: one of its own or together with others; an instructor is none. */
export const hasBranch = (form: UpkeepFacts['partyForm']): boolean => form === 'ownBranch' || form === 'jointBranch'
