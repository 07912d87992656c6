import type { ReferralRowView } from '@fuqiao/contract'
import { KIND_FACTS } from '@fuqiao/domain/referral'
import type { ApiCaller, ApiOutputs } from '#lib/api.ts'
import { getLocale } from '#lib/paraglide/runtime.js'

type Vocabulary = ApiOutputs['network']['vocabulary']
type Named = { id: string; name: string }

/** The network's own lists as referral pages show them, in the language of the page. */
export interface ReferralWords {
  /** The civil date, by the server's clock. */
  today: string
  needs: (Named & { tiers: string[]; kinds: string[] })[]
  declineReasons: (Named & { textRequired: boolean })[]
  outcomes: Named[]
  /** What advice came to. */
  adviceOutcomes: Named[]
  documentKinds: Named[]
  failureCauses: Named[]
  informationRounds: number
  /** Working days in which a dispatch may be objected to. */
  objectionDays: number
  /** Days that a pause may last at most. */
  holdDays: number
  /** Days between two reviews of a wait. */
  reviewDays: number
  /** Working days for a ruling, and for the outcome after the planned end. */
  rulingDays: number
  outcomeDays: number
  /** Working days in which the organisation answers a request for its consent. */
  consentDays: number
  grantMonths: { default: number; max: number }
  /** How many organisations one batch may refer. */
  batchMost: number
}

function inLanguage(vocabulary: Vocabulary): ReferralWords {
  const locale = getLocale()
  const { today, functions, declineReasons, outcomes, adviceOutcomes, failureCauses, grantMonths, deadlines } =
    vocabulary
  const { informationRounds, objectionDays, batchMost } = vocabulary
  const daysOf = (rule: string) => deadlines[rule]?.days ?? 0
  return {
    today,
    needs: functions.map(({ id, name, tiers, kinds }) => ({ id, name: name[locale], tiers, kinds })),
    declineReasons: declineReasons.map(({ code, name, textRequired }) => ({
      id: code,
      name: name[locale],
      textRequired,
    })),
    documentKinds: vocabulary.documentKinds.map(({ id, name }) => ({ id, name: name[locale] })),
    outcomes: outcomes.map(({ code, name }) => ({ id: code, name: name[locale] })),
    adviceOutcomes: adviceOutcomes.map(({ code, name }) => ({ id: code, name: name[locale] })),
    failureCauses: failureCauses.map(({ code, name }) => ({ id: code, name: name[locale] })),
    informationRounds,
    objectionDays,
    holdDays: daysOf('hold'),
    reviewDays: daysOf('waitlist'),
    rulingDays: daysOf('ruling'),
    outcomeDays: daysOf('outcome'),
    consentDays: daysOf('consent'),
    grantMonths,
    batchMost,
  }
}

/** Reads the network's lists; for a page's load. */
export async function readReferralWords(api: ApiCaller): Promise<ReferralWords> {
  return inLanguage(await api.network.vocabulary())
}

/** All that a referral of any kind can come to: outcomes, causes of failure and reasons of a decline. */
export function endsOf({ outcomes, adviceOutcomes, failureCauses, declineReasons }: ReferralWords): Named[] {
  return [outcomes, adviceOutcomes, failureCauses, declineReasons].flat().map(({ id, name }) => ({ id, name }))
}

/** What a referral of this kind can come to. */
export function outcomesOf(
  words: Pick<ReferralWords, 'outcomes' | 'adviceOutcomes'>,
  kind: ReferralRowView['kind'],
): Named[] {
  return words[KIND_FACTS[kind].outcomes]
}

/** The name of an entry; an entry the network has no name for is shown as its identifier, nothing as nothing. */
export function nameIn(list: readonly Named[], id: string | null): string {
  return id === null ? '' : (list.find(entry => entry.id === id)?.name ?? id)
}
