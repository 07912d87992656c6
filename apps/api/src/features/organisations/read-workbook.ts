import { Worker } from 'node:worker_threads'
import { IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from '@fuqiao/contract'
import { AppError } from '../../rpc/app-error.ts'
import { importSheetName } from './import-columns.ts'
import type { ReaderAnswer, ReaderTask } from './workbook-reader.ts'

/** Rows of a sheet as texts, by their numbers in the file. */
export type SheetRow = { rowNumber: number; cells: string[] }

const limits = { entries: 500, totalBytes: 60 * 1024 * 1024, ratio: 200 }
const longestReadMs = 20_000
const memoryMegabytes = 384
/** Workbooks that wait while one is read; more are turned away. */
const mostWaiting = 8

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

function inThread(task: ReaderTask): Promise<ReaderAnswer> {
  return new Promise(resolve => {
    const worker = new Worker(new URL('./workbook-reader.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 64 },
    })
    const settle = (answer: ReaderAnswer) => {
      clearTimeout(timer)
      resolve(answer)
      void worker.terminate()
    }
    const timer = setTimeout(() => settle({ problem: 'unreadable' }), longestReadMs)
    worker.once('message', (answer: ReaderAnswer) => settle(answer))
    // Out of memory, or ended without a word.
    worker.once('error', () => settle({ problem: 'unreadable' }))
    worker.once('exit', () => settle({ problem: 'unreadable' }))
  })
}

/**
 * Reads an uploaded workbook in a thread with bounds on memory and time, one at a time; archives built to burst are recognised before they
 * are unpacked. @throws FILE_TOO_LARGE, WORKBOOK_UNREADABLE, WORKBOOK_TOO_MANY_ROWS, BUSY
 */
export async function readWorkbook(bytes: Uint8Array): Promise<SheetRow[]> {
  if (bytes.length > IMPORT_MAX_BYTES)
    throw new AppError('FILE_TOO_LARGE', { megabytes: IMPORT_MAX_BYTES / 1_000_000 }, { file: 'FILE_TOO_LARGE' })
  if (waiting >= mostWaiting) throw new AppError('BUSY')
  waiting += 1
  // The header is a row beside the data; the template's example may be another.
  const task = { bytes, sheet: importSheetName, limits, mostRows: IMPORT_MAX_ROWS + 2, mostColumns: 40 }
  const mine = last.then(() => inThread(task))
  last = mine
  const answer = await mine.finally(() => {
    waiting -= 1
  })
  if ('rows' in answer) return answer.rows
  if (answer.problem === 'tooManyRows')
    throw new AppError('WORKBOOK_TOO_MANY_ROWS', { most: IMPORT_MAX_ROWS }, { file: 'WORKBOOK_TOO_MANY_ROWS' })
  throw new AppError('WORKBOOK_UNREADABLE', {}, { file: 'WORKBOOK_UNREADABLE' })
}
