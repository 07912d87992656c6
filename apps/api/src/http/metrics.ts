import type { FastifyInstance } from 'fastify'
import { deliveryCounter } from '../jobs/delivery-counter.ts'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** `/metrics` for Prometheus: process figures and request durations by route and status; no tenant and no person in any label. Answers this machine only. */
export function registerMetrics(app: FastifyInstance): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registry.registerMetric(deliveryCounter)
  const durations = new Histogram({
    name: 'fuqiao_http_request_seconds',
    help: 'Duration of requests in seconds by route and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    durations.observe(
      { route: request.routeOptions.url ?? 'unmatched', method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
  app.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    const isLocal =
      ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
      !request.headers['x-forwarded-for']
    if (!isLocal) return reply.code(404).send({ ok: false })
    return reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}
