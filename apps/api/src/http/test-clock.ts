import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../boot/clock.ts'
import { runCases } from '../jobs/run-cases.ts'

const input = z.strictObject({ to: z.iso.datetime({ offset: true }) })

/**
 * Tests only: `POST /test/clock` sets the clock, and does what cases come to by themselves until then, so that no journey waits for the worker's next round.
 * Without a clock that can be moved there is no such address.
 */
export function registerTestClock(app: FastifyInstance, { move }: Clock): void {
  if (!move) return
  app.post('/test/clock', async (request, reply) => {
    const { success, data } = input.safeParse(request.body)
    if (!success) return reply.code(400).send({ appCode: 'INPUT_INVALID', params: {} })
    const to = new Date(data.to)
    move(to)
    return { now: data.to, done: await runCases(app.deps, to) }
  })
}
