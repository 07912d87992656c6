import { fileIn, refusalIn } from './file-answer.ts'

/** An export as the page shows it: under way, done, or failed with what to do. */
export interface ExportRun {
  readonly id: number
  readonly href: string
  /** What the file is called; known when it begins to arrive. */
  fileName: string | null
  /** Rows of the list, where they are known. */
  rows: number | null
  /** Bytes that have arrived. */
  bytes: number
  state: 'running' | 'done' | 'failed'
  isCutOff: boolean
  /** Why it failed; without words, the connection was lost. */
  message: string | null
  /** Ends the fetching. */
  readonly stop: AbortController
}

const DONE_MS = 12_000
/** A browser reads what it saves after the click has returned. */
const SAVING_MS = 60_000
let last = 0

/** The exports of this window, oldest first: they go on while the reader looks at other pages. */
export const exportRuns = $state<ExportRun[]>([])

/** Fetches a file and hands it to the browser to save, telling how far it is. A second click on what is under way begins nothing. */
export async function startExport(href: string, rows: number | null): Promise<void> {
  if (exportRuns.some(run => run.href === href && run.state === 'running')) return
  const stop = new AbortController()
  exportRuns.push({
    ...{ id: ++last, href, rows, stop },
    ...{ fileName: null, bytes: 0, state: 'running', isCutOff: false, message: null },
  })
  const run = exportRuns.at(-1) as ExportRun
  try {
    await receive(run)
  } catch {
    // What the reader stopped is gone from the list already.
    if (!stop.signal.aborted) run.state = 'failed'
  }
}

/** Stops an export that is under way, or takes the word of one away. */
export function endExport(id: number): void {
  const at = exportRuns.findIndex(run => run.id === id)
  for (const { stop } of at < 0 ? [] : exportRuns.splice(at, 1)) stop.abort()
}

/** Begins one that failed anew. */
export function retryExport({ id, href, rows }: ExportRun): void {
  endExport(id)
  void startExport(href, rows)
}

async function receive(run: ExportRun): Promise<void> {
  // Redirects lead to signing in, which is no file.
  const response = await fetch(run.href, {
    signal: run.stop.signal,
    redirect: 'manual',
    headers: { accept: 'application/json' },
  })
  if (!response.ok || !response.body) {
    const refusal = await refusalIn(response)
    run.message = 'message' in refusal ? refusal.message : await wordsOf(refusal)
    run.state = 'failed'
    return
  }
  const { fileName, rows, isCutOff } = fileIn(response.headers)
  Object.assign(run, { fileName, isCutOff, rows: rows ?? run.rows })
  const parts: BlobPart[] = []
  for (let reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    run.bytes += value.byteLength
  }
  save(new Blob(parts, { type: response.headers.get('content-type') ?? '' }), fileName)
  run.state = 'done'
  setTimeout(() => endExport(run.id), DONE_MS)
}

/** The catalogue of errors is loaded by whoever needs it. */
async function wordsOf({ code, params }: { code: string; params: Record<string, string | number> }): Promise<string> {
  const { errorMessage } = await import('#lib/errors.ts')
  return errorMessage(code, params)
}

function save(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file)
  Object.assign(document.createElement('a'), { href: address, download: fileName }).click()
  setTimeout(() => URL.revokeObjectURL(address), SAVING_MS)
}
