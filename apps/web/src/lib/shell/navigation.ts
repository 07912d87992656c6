import type { MenuEntry } from '@fuqiao/access'
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import Building2 from '@lucide/svelte/icons/building-2'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import ChartColumn from '@lucide/svelte/icons/chart-column'
import Gavel from '@lucide/svelte/icons/gavel'
import Handshake from '@lucide/svelte/icons/handshake'
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check'
import House from '@lucide/svelte/icons/house'
import MessageCircleQuestionMark from '@lucide/svelte/icons/message-circle-question-mark'
import Megaphone from '@lucide/svelte/icons/megaphone'
import Network from '@lucide/svelte/icons/network'
import Scale from '@lucide/svelte/icons/scale'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import ShieldCheck from '@lucide/svelte/icons/shield-check'
import Sprout from '@lucide/svelte/icons/sprout'
import UsersRound from '@lucide/svelte/icons/users-round'
import { m } from '#lib/paraglide/messages.js'
import type { Icon } from '#lib/ui/icon.ts'

/** A page of the navigation; shown when the permission book puts it on the person's menu. */
export interface NavigationPage {
  id: MenuEntry
  href: string
  label: () => string
}

/** An entry of the navigation: one page, or several under one heading. */
export interface NavigationGroup {
  /** Part of the site it opens; every address under it belongs to the entry. */
  root: string
  label: () => string
  /** For the bar at the bottom of a phone. */
  short?: () => string
  icon: Icon
  /** Other parts that belong to it. */
  also?: readonly string[]
  /** Nothing under its address belongs to it: others have their own entry there. */
  isLeaf?: true
  pages: readonly [NavigationPage, ...NavigationPage[]]
}

/** The whole navigation, in the order people work. */
export const NAVIGATION: readonly NavigationGroup[] = [
  {
    root: '/workbench',
    label: m.app_nav_workbench,
    icon: House,
    pages: [{ id: 'workbench', href: '/workbench', label: m.app_nav_workbench }],
  },
  {
    root: '/referrals',
    label: m.app_nav_referrals,
    icon: ArrowLeftRight,
    pages: [
      { id: 'referralsInbox', href: '/referrals/inbox', label: m.app_nav_inbox },
      { id: 'referralsOutbox', href: '/referrals/outbox', label: m.app_nav_outbox },
      { id: 'referralsCompose', href: '/referrals/new', label: m.app_nav_compose },
      { id: 'referralRequests', href: '/referrals/requests', label: m.app_nav_requests },
    ],
  },
  {
    root: '/organisations',
    label: m.app_nav_organisations,
    short: m.app_nav_organisations_short,
    icon: Building2,
    also: ['/filings'],
    pages: [
      { id: 'organisations', href: '/organisations', label: m.app_nav_organisation_list },
      { id: 'organisationsImport', href: '/organisations/import', label: m.app_nav_organisation_import },
      { id: 'filings', href: '/filings', label: m.app_nav_filings },
    ],
  },
  {
    root: '/cases',
    also: ['/calls', '/panels', '/experts'],
    label: m.app_nav_cases,
    icon: Sprout,
    pages: [
      { id: 'cases', href: '/cases', label: m.app_nav_case_list },
      { id: 'calls', href: '/calls', label: m.app_nav_calls },
      { id: 'caseCalendar', href: '/cases/calendar', label: m.app_nav_case_calendar },
      { id: 'panels', href: '/panels', label: m.app_nav_panels_mine },
      { id: 'experts', href: '/experts', label: m.app_nav_experts },
    ],
  },
  {
    root: '/enquiries',
    label: m.app_nav_enquiries,
    icon: MessageCircleQuestionMark,
    pages: [{ id: 'enquiries', href: '/enquiries', label: m.app_nav_enquiries }],
  },
  {
    root: '/agreements',
    label: m.app_nav_agreements,
    icon: Handshake,
    pages: [{ id: 'agreements', href: '/agreements', label: m.app_nav_agreements }],
  },
  {
    root: '/assignments',
    also: ['/meetings', '/targets'],
    label: m.app_nav_supervision,
    short: m.app_nav_supervision_short,
    icon: Gavel,
    pages: [
      { id: 'assignments', href: '/assignments', label: m.app_nav_assignments },
      { id: 'targets', href: '/targets', label: m.app_nav_targets },
      { id: 'meetings', href: '/meetings', label: m.app_nav_meetings },
    ],
  },
  {
    root: '/publishing',
    also: ['/standards', '/service-items'],
    label: m.app_nav_guidance,
    icon: Megaphone,
    pages: [
      { id: 'publishing', href: '/publishing', label: m.app_nav_publishing },
      { id: 'standards', href: '/standards', label: m.app_nav_standards },
      { id: 'serviceItems', href: '/service-items', label: m.app_nav_service_items },
    ],
  },
  {
    root: '/tenants',
    label: m.app_nav_tenants,
    icon: Network,
    pages: [
      { id: 'tenants', href: '/tenants', label: m.app_nav_tenant_tree },
      { id: 'capability', href: '/tenants/capability', label: m.app_nav_capability },
      { id: 'webhooks', href: '/tenants/webhooks', label: m.app_nav_webhooks },
    ],
  },
  {
    root: '/dashboards',
    also: ['/activities', '/reports'],
    label: m.app_nav_dashboards,
    icon: ChartColumn,
    pages: [
      { id: 'dashboard', href: '/dashboards', label: m.app_nav_dashboard },
      { id: 'indicators', href: '/dashboards/indicators', label: m.app_nav_indicators },
      { id: 'reports', href: '/reports', label: m.app_nav_reports },
      { id: 'activities', href: '/activities', label: m.app_nav_activities },
      { id: 'jointDashboard', href: '/dashboards/joint', label: m.app_nav_joint_dashboard },
    ],
  },
  {
    root: '/audit',
    label: m.app_nav_audit,
    icon: ScrollText,
    pages: [{ id: 'audit', href: '/audit', label: m.app_nav_audit }],
  },
  {
    root: '/upkeep',
    also: ['/staff', '/premises'],
    label: m.app_nav_house,
    icon: ClipboardCheck,
    pages: [
      { id: 'upkeep', href: '/upkeep', label: m.app_nav_upkeep },
      { id: 'staff', href: '/staff', label: m.app_nav_staff },
      { id: 'premises', href: '/premises', label: m.app_nav_premises },
    ],
  },
  {
    root: '/members',
    label: m.app_nav_members,
    icon: UsersRound,
    pages: [{ id: 'members', href: '/members', label: m.app_nav_members }],
  },
  {
    root: '/rules',
    label: m.app_nav_rules,
    icon: Scale,
    pages: [
      { id: 'rules', href: '/rules', label: m.app_nav_rules },
      { id: 'rules', href: '/rules/clauses', label: m.app_nav_rules_clauses },
    ],
  },
  {
    root: '/calendar',
    label: m.app_nav_calendar,
    icon: CalendarDays,
    pages: [{ id: 'calendar', href: '/calendar', label: m.app_nav_calendar }],
  },
  {
    root: '/my',
    isLeaf: true,
    label: m.app_nav_my,
    short: m.app_nav_my_short,
    icon: Building2,
    pages: [{ id: 'mySharing', href: '/my', label: m.app_nav_my }],
  },
  {
    root: '/my/cases',
    also: ['/my/calls'],
    label: m.app_nav_my_cases,
    short: m.app_nav_my_cases_short,
    icon: Sprout,
    pages: [{ id: 'myCases', href: '/my/cases', label: m.app_nav_my_cases }],
  },
  {
    root: '/my/referrals',
    also: ['/my/consents'],
    label: m.app_nav_my_referrals,
    icon: ArrowLeftRight,
    pages: [{ id: 'myReferrals', href: '/my/referrals', label: m.app_nav_my_referrals }],
  },
  {
    root: '/my/sharing',
    label: m.app_nav_my_sharing,
    icon: ShieldCheck,
    pages: [{ id: 'mySharing', href: '/my/sharing', label: m.app_nav_my_sharing }],
  },
]

/** The account's own pages. */
export const ACCOUNT_HREF = '/account'
/** What was told to the person; opened by the bell. */
export const NOTICES_HREF = '/notices'

/** The entries this menu opens; an entry stays when any of its pages does. */
export function navigationFor(menu: readonly string[]): NavigationGroup[] {
  return NAVIGATION.flatMap(group => {
    const [first, ...rest] = group.pages.filter(page => menu.includes(page.id))
    return first ? [{ ...group, pages: [first, ...rest] }] : []
  })
}

/** Whether the person may read notices, and so sees the bell. */
export function hasNotices(menu: readonly string[]): boolean {
  return menu.includes('notices') || menu.includes('myNotices')
}

/** Whether the address lies in the part of the site that the entry opens. */
export function isInside(pathname: string, group: NavigationGroup): boolean {
  const roots = [group.root, ...(group.also ?? [])]
  return roots.some(root => pathname === root || (!group.isLeaf && pathname.startsWith(`${root}/`)))
}

/** The page of an entry that the address belongs to: the one that matches most of it. */
export function currentPage(pathname: string, group: NavigationGroup): NavigationPage | undefined {
  return group.pages
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .toSorted((one, other) => other.href.length - one.href.length)[0]
}
