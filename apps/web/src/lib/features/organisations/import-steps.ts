import { m } from '#lib/paraglide/messages.js'

/** The steps of an import, in their order. */
const STEPS = ['upload', 'check', 'run', 'result'] as const
export type ImportStep = (typeof STEPS)[number]

const names = {
  upload: m.organisations_import_step_upload,
  check: m.organisations_import_step_check,
  run: m.organisations_import_step_run,
  result: m.organisations_import_step_result,
}

/** The steps as `Steps` shows them, with one of them current. */
export function importSteps(current: ImportStep) {
  const at = STEPS.indexOf(current)
  return STEPS.map((key, index) => ({
    key,
    label: names[key](),
    state:
      index < at || current === 'result' ? ('done' as const) : index === at ? ('current' as const) : ('todo' as const),
  }))
}

/** Which step an import is at. */
export function stepOf(state: 'checked' | 'running' | 'done' | 'cancelled'): ImportStep {
  return state === 'checked' ? 'check' : state === 'running' ? 'run' : 'result'
}
