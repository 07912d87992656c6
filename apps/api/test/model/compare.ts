import { errorBody } from '../../src/rpc/error-format.ts'
import type { Verdict } from './model.ts'
import type { Changed } from './moves.ts'
import { Parted } from './walk-types.ts'

/** What came of a call. */
type Came = { ok: true; answer: Changed } | { ok: false; code: string; params: Record<string, unknown> }

/** What came of a call, told apart by the code of its refusal. */
export const cameOf = (call: Promise<Changed>): Promise<Came> =>
  call.then(
    answer => ({ ok: true, answer }) as const,
    (error: unknown) => {
      const { appCode, params } = errorBody(error)
      if (appCode === 'UNEXPECTED')
        return { ok: false, code: `UNEXPECTED ${String((error as Error).cause ?? error)}`, params }
      return { ok: false, code: appCode, params }
    },
  )

/** The model and the API answer the same. @throws Parted */
export function compare(what: string, verdict: Verdict | { ok: true }, came: Came): void {
  if (verdict.ok && came.ok) return
  if (!verdict.ok && !came.ok && verdict.code === came.code) {
    const told = verdict.params ?? {}
    const names =
      verdict.code === 'VERSION_CONFLICT' || verdict.code === 'REFERRAL_WRONG_STATE' ? ['state', 'version'] : []
    if (names.every(name => told[name] === undefined || told[name] === came.params[name])) return
  }
  const said = (one: Verdict | { ok: true } | Came) =>
    one.ok ? 'yes' : `${one.code} ${JSON.stringify(one.params ?? {})}`
  throw new Parted(`${what}: the model says ${said(verdict)}, the API ${said(came)}`)
}
