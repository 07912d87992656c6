import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { agreementsRouter } from '../features/agreements/index.ts'
import { assignmentsRouter } from '../features/assignments/index.ts'
import { batchesRouter } from '../features/batches/index.ts'
import { enquiriesRouter } from '../features/enquiries/index.ts'
import { callsRouter, casesRouter, publicNoticesRouter } from '../features/incubation/index.ts'
import { filingsRouter } from '../features/filings/index.ts'
import { identityRouter } from '../features/identity/index.ts'
import { operatorsRouter } from '../features/operators/index.ts'
import { organisationsRouter } from '../features/organisations/router.ts'
import { calendarRouter } from '../features/calendar/index.ts'
import { reportsRouter } from '../features/reports/index.ts'
import { meetingsRouter } from '../features/meetings/index.ts'
import { rulesRouter } from '../features/rules/index.ts'
import { consentsRouter } from '../features/consents/index.ts'
import { referralRequestsRouter } from '../features/referral-requests/index.ts'
import { referralsRouter } from '../features/referrals/index.ts'
import { notificationsRouter } from '../features/notifications/index.ts'
import { workbenchRouter } from '../features/workbench/index.ts'
import { auditRouter } from '../features/audit/index.ts'
import { dashboardsRouter } from '../features/dashboards/index.ts'
import { networkRouter } from '../features/network/index.ts'
import { publicationsRouter, publicNewsRouter } from '../features/publications/index.ts'
import { serviceItemsRouter } from '../features/service-items/index.ts'
import { standardsRouter } from '../features/standards/index.ts'
import { panelsRouter } from '../features/panels/index.ts'
import { partnersRouter } from '../features/partners/index.ts'
import { mailSettingsRouter } from '../features/mail-settings/index.ts'
import { webhooksRouter } from '../features/webhooks/index.ts'
import { savedViewsRouter } from '../features/saved-views/index.ts'
import { targetsRouter } from '../features/targets/index.ts'
import { tenantsRouter } from '../features/tenants/index.ts'
import { staffRouter } from '../features/staff/index.ts'
import { activitiesRouter, indicatorsRouter } from '../features/indicators/index.ts'
import { premisesRouter } from '../features/premises/index.ts'
import { upkeepRouter } from '../features/upkeep/index.ts'
import { createCallerFactory, router } from './procedures.ts'

/** Every procedure of the product, by noun. */
export const appRouter = router({
  network: networkRouter,
  tenants: tenantsRouter,
  dashboards: dashboardsRouter,
  audit: auditRouter,
  calendar: calendarRouter,
  rules: rulesRouter,
  identity: identityRouter,
  organisations: organisationsRouter,
  filings: filingsRouter,
  operators: operatorsRouter,
  agreements: agreementsRouter,
  assignments: assignmentsRouter,
  targets: targetsRouter,
  meetings: meetingsRouter,
  reports: reportsRouter,
  enquiries: enquiriesRouter,
  consents: consentsRouter,
  panels: panelsRouter,
  partners: partnersRouter,
  referrals: referralsRouter,
  batches: batchesRouter,
  referralRequests: referralRequestsRouter,
  calls: callsRouter,
  cases: casesRouter,
  publicNotices: publicNoticesRouter,
  standards: standardsRouter,
  serviceItems: serviceItemsRouter,
  publications: publicationsRouter,
  publicNews: publicNewsRouter,
  notifications: notificationsRouter,
  mailSettings: mailSettingsRouter,
  webhooks: webhooksRouter,
  workbench: workbenchRouter,
  savedViews: savedViewsRouter,
  staff: staffRouter,
  premises: premisesRouter,
  indicators: indicatorsRouter,
  activities: activitiesRouter,
  upkeep: upkeepRouter,
})

export type AppRouter = typeof appRouter
/** Inputs and outputs by procedure, for pages. */
export type ApiInputs = inferRouterInputs<AppRouter>
export type ApiOutputs = inferRouterOutputs<AppRouter>

/** Calls procedures inside the process, with the same checks as over HTTP. */
export const createCaller = createCallerFactory(appRouter)
export type ApiCaller = ReturnType<typeof createCaller>
