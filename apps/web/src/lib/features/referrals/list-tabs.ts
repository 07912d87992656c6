import type { SessionView } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'

/** The lists of referrals that the signed-in person has, as tabs. The superior's desk is for whoever has incubators below it. */
export function listTabs(session: SessionView, pathname: string): { href: string; label: string; current: boolean }[] {
  const { menu, hasBelow } = session
  const lists = [
    { href: '/referrals/inbox', label: m.app_nav_inbox(), isShown: menu.includes('referralsInbox') },
    { href: '/referrals/outbox', label: m.app_nav_outbox(), isShown: menu.includes('referralsOutbox') },
    {
      href: '/referrals/desk',
      label: m.referrals_desk_title(),
      // An administrator has the sent ones alone.
      isShown: menu.includes('referralsInbox') && hasBelow,
    },
  ]
  return lists.filter(({ isShown }) => isShown).map(({ href, label }) => ({ href, label, current: pathname === href }))
}
