import path from 'node:path'
import { z } from 'zod'

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url().optional(),
  FUQIAO_SECRET: z.string().min(32).optional(),
  PUBLIC_ORIGIN: z.url().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .max(200)
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/)
    .optional(),
  TRUST_PROXY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  POOL_SIZE: z.coerce.number().int().min(1).max(50).default(8),
  DEMO: z.enum(['0', '1']).optional(),
  /** Tests only: the instant the clock starts from. Refused unless FUQIAO_TEST is 1. */
  FUQIAO_TEST: z.enum(['0', '1']).default('0'),
  FUQIAO_TEST_NOW: z.iso.datetime({ offset: true }).optional(),
  /** Tests only: the clock can be set while the server runs. Refused unless FUQIAO_TEST is 1, and wherever people could reach the site. */
  FUQIAO_TEST_CLOCK: z.enum(['0', '1']).default('0'),
  /** Tests only: endpoints on this machine. Refused unless FUQIAO_TEST is 1. */
  FUQIAO_TEST_LOCAL_WEBHOOKS: z.enum(['0', '1']).default('0'),
  /** Tests only: where the process ends itself by SIGKILL. Refused unless FUQIAO_TEST is 1, and wherever people could reach the site. */
  FUQIAO_TEST_FAIL_POINT: z.string().min(1).optional(),
  NODE_ENV: z.string().optional(),
  FUQIAO_WATCH_PARENT: z.enum(['0', '1']).default('0'),
})

/** The environment, parsed once; nothing else reads it. */
export type Config = {
  port: number
  host: string
  /** Absolute path of the one directory that holds state. */
  dataDir: string
  /** The administrator's URL of a PostgreSQL of the user's own; absent: the embedded one. */
  databaseUrl: string | undefined
  secret: string | undefined
  /** Origin people reach the site at, such as https://fuqiao.example.cn; decides on Secure cookies. */
  publicOrigin: string | undefined
  /** The mail server and whom mails come from; absent: no mail is sent, and the pages say so. */
  mail: { smtpUrl: string; from: string } | undefined
  allowsLocalWebhooks: boolean
  trustProxy: string | undefined
  logLevel: string
  poolSize: number
  /** Load the demo network: by default with the embedded database only. */
  demo: boolean
  /** Where the clock starts (tests), or undefined for the real one. */
  testNow: Date | undefined
  isTest: boolean
  /** Whether the clock can be set while the server runs (tests). */
  isClockMovable: boolean
  /** The named point of a request at which the process ends itself (tests), or undefined. */
  failPoint: string | undefined
  watchParent: boolean
}

/** A server that ends itself, or whose clock is set from outside, has no place where people reach it. */
function refuseOutsideTests(e: z.infer<typeof environment>): void {
  const name = e.FUQIAO_TEST_FAIL_POINT
    ? 'FUQIAO_TEST_FAIL_POINT'
    : e.FUQIAO_TEST_CLOCK === '1'
      ? 'FUQIAO_TEST_CLOCK'
      : null
  if (name === null) return
  if (e.FUQIAO_TEST !== '1') throw new Error(`${name} is for tests and needs FUQIAO_TEST=1`)
  if (e.NODE_ENV === 'production' || e.PUBLIC_ORIGIN || e.HOST !== '127.0.0.1')
    throw new Error(`${name} is for tests on this machine alone: no production, no PUBLIC_ORIGIN, no other HOST`)
}

/** What no variable alone can say. @throws Error */
function refuseWhatDoesNotFit(e: z.infer<typeof environment>): void {
  if (e.FUQIAO_TEST_NOW && e.FUQIAO_TEST !== '1')
    throw new Error('FUQIAO_TEST_NOW is for tests and needs FUQIAO_TEST=1')
  if (e.FUQIAO_TEST_LOCAL_WEBHOOKS === '1' && e.FUQIAO_TEST !== '1')
    throw new Error('FUQIAO_TEST_LOCAL_WEBHOOKS is for tests and needs FUQIAO_TEST=1')
  refuseOutsideTests(e)
  if (Boolean(e.SMTP_URL) !== Boolean(e.MAIL_FROM) || (e.SMTP_URL && !e.PUBLIC_ORIGIN))
    throw new Error(
      'Mail needs SMTP_URL, MAIL_FROM and PUBLIC_ORIGIN together: mails say whom they come from and link to the site',
    )
  if (e.DATABASE_URL && !e.FUQIAO_SECRET)
    throw new Error(
      "DATABASE_URL needs FUQIAO_SECRET (32 characters or more): the runtime roles' passwords are derived from it",
    )
}

/** Parses the environment. @throws Error naming each wrong variable */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success)
    throw new Error(
      `Environment: ${parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    )
  const e = parsed.data
  refuseWhatDoesNotFit(e)
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir: path.resolve(e.DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    secret: e.FUQIAO_SECRET,
    publicOrigin: e.PUBLIC_ORIGIN,
    mail: e.SMTP_URL && e.MAIL_FROM ? { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM } : undefined,
    allowsLocalWebhooks: e.FUQIAO_TEST_LOCAL_WEBHOOKS === '1',
    trustProxy: e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
    poolSize: e.POOL_SIZE,
    demo: e.DEMO ? e.DEMO === '1' : !e.DATABASE_URL,
    testNow: e.FUQIAO_TEST_NOW ? new Date(e.FUQIAO_TEST_NOW) : undefined,
    isTest: e.FUQIAO_TEST === '1',
    isClockMovable: e.FUQIAO_TEST === '1' && e.FUQIAO_TEST_CLOCK === '1',
    failPoint: e.FUQIAO_TEST === '1' ? e.FUQIAO_TEST_FAIL_POINT : undefined,
    watchParent: e.FUQIAO_WATCH_PARENT === '1',
  }
}
