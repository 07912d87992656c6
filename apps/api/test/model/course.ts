import fc from 'fast-check'
import { detours } from './detours.ts'
import { isNightly } from './repetitions.ts'
import type { Start, Step } from './walk-types.ts'

const nat = fc.nat(1_000_000)
const step: fc.Arbitrary<Step> = fc.record({ kind: fc.nat(99), a: nat, b: nat, c: nat, d: nat })
const start: fc.Arbitrary<Start> = fc.record({
  steps: fc.nat(9),
  mode: fc.constantFrom('handOver', 'coService'),
  to: nat,
  // Two walks of three go off the path.
  detour: fc.nat(Math.ceil(1.5 * detours.length) - 1),
})
/** A walk to be taken. Without bias: numbers choose among what stands, and small ones would choose the same. */
export const course = fc.noBias(
  fc.record({ start, steps: fc.array(step, { minLength: 10, maxLength: isNightly ? 40 : 24, size: 'max' }) }),
)
