import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import type { AppRouter } from '#lib/api.ts'

const url = '/trpc'

/**
 * The API from the browser, under the session's cookie. Pages load and act on the server; this is for what
 * happens between two page loads: live updates, suggestions while typing.
 */
export const trpc = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url }),
      // A header of our own makes every call one that another site's form cannot send.
      false: httpBatchLink({ url, headers: { 'x-fuqiao': '1' }, maxItems: 10 }),
    }),
  ],
})
