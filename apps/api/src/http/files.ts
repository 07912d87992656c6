import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  attachmentFor,
  beginExport,
  dispositionOf,
  exportQuery,
  failedRowsWorkbook,
  importTemplate,
  streamExport,
} from '../features/organisations/index.ts'
import { assignmentPaperFor } from '../features/assignments/index.ts'
import { jointPaperFor } from '../features/meetings/index.ts'
import { casePaperFor, streamArchive, takeArchive } from '../features/incubation/index.ts'
import { newsPaperFor, publicationPaperFor } from '../features/publications/index.ts'
import { panelPaperFor } from '../features/panels/index.ts'
import { REPORT_FORMATS, reportFileFor } from '../features/reports/index.ts'
import { AppError, notFound } from '../rpc/app-error.ts'

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const idParam = z.strictObject({ id: z.uuid() })
const formatParam = z.strictObject({ id: z.uuid(), format: z.enum(REPORT_FORMATS) })
const paperParam = z.strictObject({ seatId: z.uuid(), paperId: z.uuid() })

/** A file is kept by the browser, never shown in our pages' name, and never stored on the way. */
function asFile(reply: FastifyReply, fileName: string, mediaType: string): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', dispositionOf(fileName))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, no-store')
}

function idOf(request: FastifyRequest): string {
  const parsed = idParam.safeParse(request.params)
  // Text that is no id names nothing, like an id that does not exist.
  if (!parsed.success) throw notFound()
  return parsed.data.id
}

/** Downloads: stored papers, the import's workbooks, the list's export. Behind the same session and wall as every procedure. */
export function registerFiles(app: FastifyInstance, deps: Deps): void {
  const callerOf = (request: FastifyRequest) => ({ deps, sessionId: request.sessionId })

  app.get('/files/attachments/:id', async (request, reply) => {
    const paper = await attachmentFor(callerOf(request), idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/case-papers/:id', async (request, reply) => {
    const paper = await casePaperFor(callerOf(request), idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/assignment-papers/:id', async (request, reply) => {
    const paper = await assignmentPaperFor(callerOf(request), idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/joint-papers/:id', async (request, reply) => {
    const paper = await jointPaperFor(callerOf(request), idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/reports/:id/report.:format', async (request, reply) => {
    const parsed = formatParam.safeParse(request.params)
    if (!parsed.success) throw notFound()
    const { fileName, mediaType, content } = await reportFileFor(callerOf(request), parsed.data)
    return asFile(reply, fileName, mediaType).send(content)
  })

  app.get('/files/publication-papers/:id', async (request, reply) => {
    const paper = await publicationPaperFor(callerOf(request), idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  // Anybody's: what it hangs on stands before everybody.
  app.get('/files/news-papers/:id', async (request, reply) => {
    const paper = await newsPaperFor(deps, idOf(request))
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/cases/:id/archive.zip', async (request, reply) => {
    const ticket = await takeArchive(callerOf(request), idOf(request))
    const out = new PassThrough()
    streamArchive(callerOf(request), ticket, out).catch((error: unknown) => {
      request.log.warn({ err: error }, 'the package of a case broke off')
      out.destroy(error instanceof Error ? error : new Error('package broke off'))
    })
    return asFile(reply, ticket.fileName, 'application/zip').send(out)
  })

  app.get('/files/panels/:seatId/papers/:paperId', async (request, reply) => {
    const parsed = paperParam.safeParse(request.params)
    if (!parsed.success) throw notFound()
    const paper = await panelPaperFor(callerOf(request), parsed.data)
    return asFile(reply, paper.fileName, paper.mediaType).send(Buffer.from(paper.content))
  })

  app.get('/files/import-template.xlsx', async (request, reply) =>
    asFile(reply, '社会组织导入模板.xlsx', workbookType).send(await importTemplate(callerOf(request))),
  )

  app.get('/files/imports/:id/failed.xlsx', async (request, reply) =>
    asFile(reply, '未导入的行.xlsx', workbookType).send(await failedRowsWorkbook(callerOf(request), idOf(request))),
  )

  app.get('/files/organisations.xlsx', async (request, reply) => {
    const wanted = exportQuery(request.query as Record<string, string | string[]>)
    if (!wanted) throw new AppError('INPUT_INVALID')
    const ticket = await beginExport(callerOf(request), wanted)
    const out = new PassThrough()
    streamExport(callerOf(request), wanted, ticket, out).catch((error: unknown) => {
      request.log.warn({ err: error }, 'export broke off')
      out.destroy(error instanceof Error ? error : new Error('export broke off'))
    })
    return asFile(reply, '社会组织.xlsx', workbookType).send(out)
  })
}
