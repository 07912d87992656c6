import { dossierSections, emptyDossier } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { bodyFrom, controlName, controlOf } from './section-form.ts'
import { SECTION_MODELS, valueAt } from './section-model.ts'

const names = Object.keys(dossierSections) as (keyof typeof dossierSections)[]

function formOf(entries: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.set(name, value)
  return form
}

test.each(names)('the form of %s has a field for each value of its shape and no other', section => {
  const model = SECTION_MODELS[section]!
  const sample: Record<string, string> = {
    date: '2026-03-05',
    count: '3',
    yuan: '1,200',
    year: '2025',
    url: 'https://example.org',
    line: '某事',
    words: '若干',
  }
  const entries = model.fields.map(field => [
    controlName(model, field, 0),
    field.kind === 'choice' ? (field.options?.[0]?.[0] ?? 'venue') : (sample[field.kind] ?? 'on'),
  ])
  const body = bodyFrom(formOf(Object.fromEntries(entries) as Record<string, string>), model)
  expect(dossierSections[section].safeParse(body).error).toBeUndefined()
})

test.each(names)('the empty form of %s is the empty section', section => {
  const model = SECTION_MODELS[section]!
  const body = bodyFrom(new FormData(), model)
  if (model.list) expect(body).toEqual(emptyDossier[section])
  else
    for (const { path, kind } of model.fields)
      if (kind !== 'choice') expect(valueAt(body, path)).toEqual(valueAt(emptyDossier[section], path))
})

test('blank and removed rows stay out, and an error finds the row it belongs to', () => {
  const model = SECTION_MODELS['documents']!
  const form = formOf({
    'items.0.title': '',
    'items.1.title': '章程',
    'items.1.remove': 'on',
    'items.2.title': '证书',
    'items.2.issuedOn': 'x',
  })
  const body = bodyFrom(form, model)
  expect(body).toEqual({
    items: [{ title: '证书', issuedOn: 'x', verifiedBy: '', verifiedOn: null, validUntil: null }],
  })
  const issue = dossierSections.documents.safeParse(body).error!.issues[0]!
  expect(controlOf(issue.path, form, model)).toBe('items.2.issuedOn')
})
