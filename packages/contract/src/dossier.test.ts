import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { expect, test } from 'vitest'
import { dossierEntry, dossierSections, emptyDossier } from './dossier.ts'

test('every section of the dossier has a shape, and an empty one fits it', () => {
  expect(Object.keys(dossierSections).toSorted()).toEqual([...DOSSIER_SECTIONS].toSorted())
  for (const section of DOSSIER_SECTIONS) {
    expect(dossierEntry.safeParse({ section, body: emptyDossier[section] }).error).toBeUndefined()
  }
})

test('a key that the section does not know is refused, so that no name slips in among the head counts', () => {
  const body = { ...emptyDossier.staff, directorName: '林知远' }
  expect(dossierEntry.safeParse({ section: 'staff', body }).success).toBe(false)
})

test('amounts are whole yuan, days exist, and a website is an http address', () => {
  const project = {
    title: '课后陪伴',
    funder: '',
    from: '2026-03-01',
    until: null,
    amountYuan: 50_000,
    status: 'running',
    beneficiaries: null,
  }
  const projects = (change: object) =>
    dossierEntry.safeParse({ section: 'projects', body: { items: [{ ...project, ...change }] } }).success
  expect(projects({})).toBe(true)
  expect(projects({ amountYuan: 50_000.5 })).toBe(false)
  expect(projects({ from: '2026-02-30' })).toBe(false)
  const website = (address: string) =>
    dossierEntry.safeParse({ section: 'profile', body: { ...emptyDossier.profile, website: address } }).success
  expect(website('https://example.org')).toBe(true)
  expect(website('javascript:alert(1)')).toBe(false)
})
