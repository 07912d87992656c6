/**
 * The API as the web sees it: types only, and the one place that names where they come from.
 */
import type { ApiCaller, ApiInputs, ApiOutputs, AppRouter } from '@fuqiao/api/router'
import type { PageRequest, SessionView } from '@fuqiao/api/page-request'

export type { ApiCaller, ApiInputs, ApiOutputs, AppRouter, SessionView }

/** A tenant, or an organisation, that the signed-in person may act for, with the roles held there. */
export type MembershipView = SessionView['memberships'][number]

/** An account of the demo network, offered on the sign-in page. */
export type DemoAccount = ApiOutputs['identity']['demoAccounts'][number]

/** What the API's process puts under `Symbol.for('fuqiao.request')` for each request it hands to the pages. */
export type RequestStore = PageRequest
