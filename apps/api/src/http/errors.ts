import type { FastifyInstance } from 'fastify'
import { asAppError } from '../rpc/error-format.ts'
import { statusOf } from '../rpc/init.ts'

/** Answers of failures outside tRPC: the same body as inside; what went wrong goes to the log only. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const given = (error as { statusCode?: number }).statusCode
    if (given !== undefined && given >= 400 && given < 500)
      return reply.code(given).send({ appCode: 'INPUT_INVALID', params: {} })
    const known = asAppError(error)
    if (known.body.appCode === 'UNEXPECTED') request.log.error({ err: error }, 'request failed')
    if (known.body.appCode === 'BUSY') void reply.header('retry-after', '2')
    return reply.code(statusOf(known.code)).send(known.body)
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ appCode: 'NOT_FOUND', params: {} }))
}
