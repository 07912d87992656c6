import { z } from 'zod'
import type { CivilDate } from '../calendar/civil-date.ts'
import { id, name, provision } from './parts.ts'

/** A phase of a network: from when until when, and the functions that are switched on with it. They stay on when it is over (L-04). */
export const phase = z.strictObject({
  id,
  name,
  from: z.iso.date(),
  /** The last day. */
  until: z.iso.date(),
  functions: z.array(id).min(1),
  provision: provision.optional(),
})

type Phase = z.infer<typeof phase>
type Phased = { readonly phases?: readonly Phase[] | undefined; readonly functions: readonly { readonly id: string }[] }

/** Faults of phases: where, and why. */
export function* phaseFaults({
  phases = [],
  functions,
}: Phased): Generator<{ path: (string | number)[]; message: string }> {
  const known = new Set(functions.map(entry => entry.id))
  const switched = new Set<string>()
  for (const [index, { from, until, functions: own }] of phases.entries()) {
    const before = phases[index - 1]
    if (until < from) yield { path: ['phases', index, 'until'], message: 'the phase ends before it begins' }
    if (before && from <= before.until)
      yield { path: ['phases', index, 'from'], message: 'the phase begins before the one before it ends' }
    for (const [at, each] of own.entries()) {
      const path = ['phases', index, 'functions', at]
      if (!known.has(each)) yield { path, message: `the network has no function "${each}"` }
      if (switched.has(each)) yield { path, message: `"${each}" is switched on already` }
      switched.add(each)
    }
  }
}

/** The day from which a function of the catalogue is switched on; null: it always was. */
export function switchedOnFrom({ phases = [] }: Phased, functionId: string): CivilDate | null {
  return phases.find(({ functions }) => functions.includes(functionId))?.from ?? null
}

/** Whether the catalogue has a function, and it is switched on at a date. */
export function hasFunction(profile: Phased, functionId: string, on: CivilDate): boolean {
  const from = switchedOnFrom(profile, functionId)
  return profile.functions.some(entry => entry.id === functionId) && (from === null || from <= on)
}

/** The phase that a network is in at a date; null between phases, before the first and after the last. */
export function phaseAt({ phases = [] }: Phased, on: CivilDate): Phase | null {
  return phases.find(({ from, until }) => from <= on && on <= until) ?? null
}
