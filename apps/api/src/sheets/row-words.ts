import type { Profile } from '@fuqiao/domain/profile'
import { localDayOf } from './local-time.ts'

/** A language of a list's file. */
export type Language = 'zh' | 'en'
/** Words in each of them. */
export type Words = Readonly<Record<Language, string>>

const overdue: Words = { zh: '（逾期）', en: ' (overdue)' }

/** When a running term ends, and whether it has; no words where none runs. */
export function dueWords(clock: { dueAt: string; colour: string } | null, language: Language): string {
  return clock === null ? '' : `${localDayOf(clock.dueAt)}${clock.colour === 'red' ? overdue[language] : ''}`
}

type Named = readonly { id: string; name: Words }[]

/** Names that a network gives to what its rows hold as codes, in a language. A code that it no longer has stands for itself. */
export function namesOf({ functions, fields, stages, referral }: Profile, language: Language) {
  const nameIn = (list: Named) => {
    const byId = new Map(list.map(({ id, name }) => [id, name[language]]))
    return (id: string) => byId.get(id) ?? id
  }
  return { need: nameIn(functions), field: nameIn(fields), stage: nameIn(stages), mode: nameIn(referral.modes) }
}
