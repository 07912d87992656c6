import type { CaseView } from '@fuqiao/contract'
import type { RequestEvent } from '@sveltejs/kit'

/** Fields of a form that are named after rules, `mark-team`, by the rule's id; what was left empty is absent. */
export function byRule(form: FormData, prefix: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of form)
    if (name.startsWith(`${prefix}-`) && typeof value === 'string' && value.trim() !== '')
      found[name.slice(prefix.length + 1)] = value.trim()
  return found
}

/** Marks from 0 to 100; whatever is none is left out, so that the refusal says whose is missing. */
export function marksIn(form: FormData): Record<string, number> {
  return Object.fromEntries(
    Object.entries(byRule(form, 'mark'))
      .map(([id, text]) => [id, Number(text)] as const)
      .filter(([, mark]) => mark >= 0 && mark <= 100),
  )
}

/** Verdicts and the reason for each. */
export function verdictsIn(form: FormData) {
  const reasons = byRule(form, 'why')
  return Object.entries(byRule(form, 'verdict'))
    .filter((entry): entry is [string, 'met' | 'unmet'] => entry[1] === 'met' || entry[1] === 'unmet')
    .map(([id, verdict]) => ({ id, verdict, reason: reasons[id] ?? '' }))
}

type Paper = Pick<CaseView['papers'][number], 'id' | 'purpose' | 'recordId' | 'fileName' | 'size'>

/**
 * Puts the files of a form on record, `paper-photos` for the rule `photos`, and answers their ids by rule. One that is there already is not kept twice: a
 * form that was refused for something else is sent with its files again. `onFile` is told which field is being read.
 */
export async function uploadPapers(
  { locals: { api } }: RequestEvent,
  form: FormData,
  {
    caseId,
    purpose,
    known,
    onFile,
  }: { caseId: string; purpose: Paper['purpose']; known: readonly Paper[]; onFile: (field: string) => void },
): Promise<Record<string, string[]>> {
  const ids: Record<string, string[]> = {}
  for (const [field, file] of form) {
    if (!field.startsWith('paper-') || typeof file === 'string' || file.size === 0) continue
    const recordId = field.slice('paper-'.length)
    const same = known.find(
      paper =>
        paper.purpose === purpose &&
        paper.recordId === recordId &&
        paper.fileName === file.name &&
        paper.size === file.size,
    )
    onFile(field)
    const content = new Uint8Array(await file.arrayBuffer())
    const { id } = same ?? (await api.cases.addPaper({ caseId, purpose, recordId, fileName: file.name, content }))
    ids[recordId] = [...(ids[recordId] ?? []), id]
  }
  onFile('')
  return ids
}
