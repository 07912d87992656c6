import { m } from '#lib/paraglide/messages.js'

const words: Readonly<Record<string, (at: { text: string }) => string>> = {
  notADay: m.calendar_fault_notADay,
  notOfYear: m.calendar_fault_notOfYear,
  twice: m.calendar_fault_twice,
  kindUnknown: at => (at.text === '' ? m.calendar_fault_kindMissing() : m.calendar_fault_kindUnknown(at)),
  nameMissing: m.calendar_fault_nameMissing,
  weekendAlone: m.calendar_fault_weekendAlone,
  weekdayWork: m.calendar_fault_weekdayWork,
  empty: m.calendar_fault_empty,
  offDaysDoubtful: m.calendar_fault_offDaysDoubtful,
  workDaysDoubtful: m.calendar_fault_workDaysDoubtful,
}

/** What is wrong with a line of a year's list, in words. */
export function faultWords({ row, fault, text }: { row: number | null; fault: string; text: string }): string {
  const said = words[fault]?.({ text }) ?? fault
  return row === null ? said : m.calendar_fault_in_row({ row, said })
}
