/**
 * The API as the web sees it: types only, and the one place that names where they come from.
 */

import type { TRPCBuiltRouter, TRPCDefaultErrorShape, TRPCSubscriptionProcedure } from '@trpc/server';

/** An incubator the signed-in person may work for, with the roles held there. */
export interface MembershipView {
  id: string;
  tenantId: string;
  tenantName: string;
  roles: readonly string[];
}

/** Who is signed in and for whom they act; what the shell shows at the top of every page. */
export interface SessionView {
  person: { id: string; name: string; loginName: string };
  network: { id: string; name: string };
  /** The membership worked in at present; null for an account outside any tenant, such as an organisation's own. */
  acting: MembershipView | null;
  memberships: readonly MembershipView[];
  /** Ids of `lib/shell/navigation.ts` this person may open, decided by the permission book. */
  menu: readonly string[];
  unreadNotices: number;
}

/** An account of the demo network, offered on the sign-in page. */
export interface DemoAccount {
  loginName: string;
  password: string;
  name: string;
  role: string;
  tenantName: string;
}

/** The procedures the shell itself calls, in process, for the request at hand. */
export interface ApiCaller {
  identity: {
    signIn(input: { loginName: string; password: string }): Promise<unknown>;
    signOut(): Promise<unknown>;
    actFor(input: { membershipId: string }): Promise<unknown>;
    demoAccounts(): Promise<readonly DemoAccount[]>;
  };
}

/** What the API's process puts under `Symbol.for('fuqiao.request')` for each request it hands to the pages. */
export interface RequestStore {
  api: ApiCaller;
  session: SessionView | null;
  /** `Set-Cookie` values that procedures of this request asked for; read after the page is rendered. */
  setCookies?: string[];
}

/** The API over HTTP, for the browser. */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: false },
  {
    notifications: {
      /** One event for each change that concerns the acting tenant. */
      onChange: TRPCSubscriptionProcedure<{ input: void; output: AsyncIterable<unknown>; meta: object }>;
    };
  }
>;
