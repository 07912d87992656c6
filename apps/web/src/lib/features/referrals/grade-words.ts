import type { RatingGrade } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

const labels: Readonly<Record<RatingGrade, () => string>> = {
  verySatisfied: m.referrals_grade_verySatisfied,
  satisfied: m.referrals_grade_satisfied,
  fairlySatisfied: m.referrals_grade_fairlySatisfied,
  dissatisfied: m.referrals_grade_dissatisfied,
  veryDissatisfied: m.referrals_grade_veryDissatisfied,
}

/** A grade in the words of the country's ratings of government services. */
export const gradeLabel = (grade: RatingGrade): string => labels[grade]()
