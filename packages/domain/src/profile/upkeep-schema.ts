import { z } from 'zod'
import { id, name, provision } from './parts.ts'
import { EQUIPMENT_KINDS, ROOM_USES, TENANT_KINDS, TIERS, type Tier } from './vocabulary.ts'

const atLeast = z.int().min(1).max(100)
/** Which incubators a rule is for: their tiers; their kinds, left out the administrative centres, as with functions. */
const forWhom = {
  tiers: z.array(z.enum(TIERS)).min(1),
  kinds: z.array(z.enum(TENANT_KINDS)).min(1).optional(),
}

/** Who must work in an incubator of a tier: so many in all, so many of them full time; 0 lets part-time staff do. */
const post = z.strictObject({
  id,
  ...forWhom,
  staffAtLeast: atLeast,
  fullTimeAtLeast: z.int().min(0).max(100),
  provision: provision.optional(),
})

/** The people who run an incubator (W-06, B-23). What is left out, the document does not ask for. */
export const staffing = z.strictObject({
  provision: provision.optional(),
  posts: z.array(post).min(1).optional(),
  /** Whom the document has taken on first, all else being equal: shown as a share, and no breach. */
  preferred: z.strictObject({ qualification: z.literal('socialWork'), provision: provision.optional() }).optional(),
  /** Hours that everybody at work for a whole calendar year is trained in it. */
  training: z
    .strictObject({
      hoursPerYear: z.int().min(1).max(400),
      /** The document asks for training and gives no number: the network sets it. */
      isSetting: z.boolean(),
      provision: provision.optional(),
    })
    .optional(),
  /** What a post is paid at least, in yuan a month: the local pay of social workers. */
  payFloor: z
    .strictObject({
      yuanPerMonth: z.int().min(1).max(1_000_000),
      /** Whose pay: posts bought by the government (购买岗位), or all full-time staff. */
      of: z.enum(['purchasedPosts', 'fullTimeStaff']),
      /** The document names the measure and no amount: the network sets it. */
      isSetting: z.boolean(),
      provision: provision.optional(),
    })
    .optional(),
})

/** The rooms of an incubator and what is in them (W-07, Z-06). */
export const premises = z.strictObject({
  provision: provision.optional(),
  ...forWhom,
  /** Rooms for these uses: so many, each of so many square metres where the document says how large. */
  rooms: z
    .array(
      z.strictObject({
        id,
        name,
        uses: z.array(z.enum(ROOM_USES)).min(1),
        atLeast,
        squareMetresEach: z.int().min(1).max(10_000).optional(),
        provision: provision.optional(),
      }),
    )
    .min(1),
  /** One room that residents share, larger than the offices are on average. */
  sharedRoom: z
    .strictObject({ name, uses: z.array(z.enum(ROOM_USES)).min(1), provision: provision.optional() })
    .optional(),
  /** Pieces of any of these kinds; one whose date has passed counts for nothing. */
  equipment: z.array(
    z.strictObject({
      id,
      name,
      kinds: z.array(z.enum(EQUIPMENT_KINDS)).min(1),
      atLeast,
      provision: provision.optional(),
    }),
  ),
})

/** From how many party members on a branch is set up alongside (W-15). */
export const party = z.strictObject({ branchFrom: z.int().min(1).max(100), provision: provision.optional() })

/** The rules on staff, premises and party of one network, as far as it has any. */
export type UpkeepRules = {
  readonly staffing?: z.infer<typeof staffing> | undefined
  readonly premises?: z.infer<typeof premises> | undefined
  readonly party?: z.infer<typeof party> | undefined
}

type Place = (string | number)[]

/** Lists of these rules in which an id stands once. */
export function upkeepIds({ staffing: people, premises: rooms }: UpkeepRules): [Place, string[]][] {
  return [
    [['staffing', 'posts'], (people?.posts ?? []).map(entry => entry.id)],
    [['premises', 'rooms'], (rooms?.rooms ?? []).map(entry => entry.id)],
    [['premises', 'equipment'], (rooms?.equipment ?? []).map(entry => entry.id)],
  ]
}

type Fault = { path: Place; message: string }

/** What is wrong within these rules, and between them and the network's tiers. */
export function* upkeepFaults(rules: UpkeepRules, tiers: ReadonlySet<Tier>): Generator<Fault> {
  for (const [path, of] of tiersNamed(rules))
    for (const [at, tier] of of.entries())
      if (!tiers.has(tier)) yield { path: [...path, at], message: `the network has no tier "${tier}"` }
  for (const [at, { fullTimeAtLeast, staffAtLeast }] of (rules.staffing?.posts ?? []).entries())
    if (fullTimeAtLeast > staffAtLeast)
      yield { path: ['staffing', 'posts', at, 'fullTimeAtLeast'], message: 'more full-time staff than staff in all' }
  yield* sharedRoomFaults(rules)
}

function tiersNamed({ staffing: people, premises: rooms }: UpkeepRules): [Place, readonly Tier[]][] {
  const posts = (people?.posts ?? []).map(({ tiers }, at): [Place, readonly Tier[]] => [
    ['staffing', 'posts', at, 'tiers'],
    tiers,
  ])
  return [...posts, [['premises', 'tiers'], rooms?.tiers ?? []]]
}

function* sharedRoomFaults({ premises: rooms }: UpkeepRules): Generator<Fault> {
  const known = new Set(rooms?.rooms.flatMap(({ uses }) => uses))
  for (const [at, use] of (rooms?.sharedRoom?.uses ?? []).entries())
    if (!known.has(use))
      yield { path: ['premises', 'sharedRoom', 'uses', at], message: `no rule on rooms speaks of "${use}"` }
}
