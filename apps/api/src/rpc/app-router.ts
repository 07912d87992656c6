import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { identityRouter } from '../features/identity/index.ts'
import { organisationsRouter } from '../features/organisations/router.ts'
import { createCallerFactory, router } from './procedures.ts'

/** Every procedure of the product, by noun. */
export const appRouter = router({ identity: identityRouter, organisations: organisationsRouter })

export type AppRouter = typeof appRouter
/** Inputs and outputs by procedure, for pages. */
export type ApiInputs = inferRouterInputs<AppRouter>
export type ApiOutputs = inferRouterOutputs<AppRouter>

/** Calls procedures inside the process, with the same checks as over HTTP. */
export const createCaller = createCallerFactory(appRouter)
export type ApiCaller = ReturnType<typeof createCaller>
