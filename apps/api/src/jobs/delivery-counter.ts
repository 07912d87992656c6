import { Counter } from 'prom-client'

/** Messages that left, will be tried again, were given up or not needed any more, by channel; no tenant and no person in any label. One for the process. */
export const deliveryCounter = new Counter({
  name: 'fuqiao_deliveries_total',
  help: 'Tries to deliver a message by channel and outcome',
  labelNames: ['channel', 'outcome'] as const,
  registers: [],
})
