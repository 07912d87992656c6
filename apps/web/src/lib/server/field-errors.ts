import { z } from 'zod'
import { errorMessage, isKnownError } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'

type Issue = z.core.$ZodRawIssue

function tooSmall(issue: Issue & { code: 'too_small' }): string {
  const minimum = Number(issue.minimum)
  if (issue.origin === 'string') return minimum <= 1 ? m.errors_field_required() : m.errors_field_too_short({ minimum })
  if (issue.origin === 'array' || issue.origin === 'set')
    return minimum <= 1 ? m.errors_field_choose() : m.errors_field_too_few({ minimum })
  return m.errors_field_too_small({ minimum })
}

function tooBig(issue: Issue & { code: 'too_big' }): string {
  const maximum = Number(issue.maximum)
  if (issue.origin === 'string') return m.errors_field_too_long({ maximum })
  if (issue.origin === 'array' || issue.origin === 'set') return m.errors_field_too_many({ maximum })
  return m.errors_field_too_big({ maximum })
}

/** What the user has to do about a field that came empty. Ids are never typed: they are chosen from a list. */
function missing(issue: Issue & { code: 'invalid_type' }): string {
  if (issue.expected === 'File') return m.errors_field_choose_file()
  return issue.inst instanceof z.ZodUUID ? m.errors_field_choose() : m.errors_field_required()
}

/** The schema of a text that is chosen from a list: left empty or outside the list, the page says to choose. */
export function chosen(): z.ZodString {
  return z.string({ error: () => m.errors_field_choose() })
}

/** What to tell the user about one issue of a schema, in the language of the page. */
export function issueMessage(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      // an empty number comes as NaN from a coercing schema
      return issue.input === undefined || Number.isNaN(issue.input) ? missing(issue) : m.errors_field_invalid()
    case 'invalid_value':
      return issue.input === undefined ? m.errors_field_choose() : m.errors_field_invalid()
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_format':
      return issue.format === 'date' || issue.format === 'datetime' ? m.errors_field_date() : m.errors_field_format()
    default:
      return m.errors_field_invalid()
  }
}

/** A field's error as words: a code of the catalogue is looked up, a schema's own code is "please check", anything else is the words themselves. */
export function fieldMessage(codeOrWords: string, params: Record<string, string | number> = {}): string {
  if (isKnownError(codeOrWords)) return errorMessage(codeOrWords, params)
  return /^[a-zA-Z_]+$/.test(codeOrWords) ? m.errors_field_invalid() : codeOrWords
}
