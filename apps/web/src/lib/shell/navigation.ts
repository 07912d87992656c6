import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Building2 from '@lucide/svelte/icons/building-2';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import House from '@lucide/svelte/icons/house';
import Network from '@lucide/svelte/icons/network';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import UsersRound from '@lucide/svelte/icons/users-round';
import { m } from '#lib/paraglide/messages.js';
import type { Icon } from '#lib/ui/icon.ts';

/** One entry of the navigation; shown when its id is in the session's menu. */
export interface NavigationItem {
  id: string;
  href: string;
  label: () => string;
  icon: Icon;
  children?: readonly Omit<NavigationItem, 'icon' | 'children'>[];
}

/** The whole navigation, in the order people work; ids are what the permission book hands out. */
export const NAVIGATION: readonly NavigationItem[] = [
  { id: 'workbench', href: '/workbench', label: m.app_nav_workbench, icon: House },
  { id: 'myOrganisation', href: '/my-organisation', label: m.app_nav_my_organisation, icon: UsersRound },
  { id: 'organisations', href: '/organisations', label: m.app_nav_organisations, icon: Building2 },
  {
    id: 'referrals',
    href: '/referrals/inbox',
    label: m.app_nav_referrals,
    icon: ArrowLeftRight,
    children: [
      { id: 'referrals.inbox', href: '/referrals/inbox', label: m.app_nav_inbox },
      { id: 'referrals.outbox', href: '/referrals/outbox', label: m.app_nav_outbox },
      { id: 'referrals.compose', href: '/referrals/new', label: m.app_nav_compose },
    ],
  },
  { id: 'tenants', href: '/tenants', label: m.app_nav_tenants, icon: Network },
  { id: 'dashboards', href: '/dashboards', label: m.app_nav_dashboards, icon: ChartColumn },
  { id: 'audit', href: '/audit', label: m.app_nav_audit, icon: ScrollText },
];

/** Where the account's own pages and the notices live. */
export const ACCOUNT_HREF = '/account';
export const NOTICES_HREF = '/notices';

/** The entries this menu opens. An entry with children stays when any of them does, and then leads to the first. */
export function navigationFor(menu: readonly string[]): NavigationItem[] {
  return NAVIGATION.flatMap((item) => {
    if (!item.children) return menu.includes(item.id) ? [item] : [];
    const children = item.children.filter((child) => menu.includes(child.id));
    const first = children[0];
    return first ? [{ ...item, href: first.href, children }] : [];
  });
}

/** Whether the address lies in the part of the site that the entry opens. */
export function isInside(pathname: string, item: { href: string; id: string }): boolean {
  const root = item.id === 'referrals' ? '/referrals' : item.href;
  return pathname === root || pathname.startsWith(`${root}/`);
}
