import type { MailLanguage } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { MailMessage } from '../channels/smtp.ts'
import type { ToldNotice } from './delivery-store.ts'
import { mailWords, noticeWords } from './mail-words.ts'

/** Where links lead, and for whom. */
export type Site = { origin: string; language: MailLanguage; isOrganisation: boolean }

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

const settingsOf = ({ origin }: Site) => `${origin}/account/notifications`

/** Names and numbers go into one line each. */
const plain = (value: string | number | undefined) => String(value ?? '').replace(/\s+/gu, ' ')

function lineOf({ kind, params }: ToldNotice, language: MailLanguage): string {
  const named: Record<string, string> = {
    number: plain(params['number']),
    from: plain(params['fromName']),
    to: plain(params['toName']),
    expert: plain(params['expertName']),
  }
  return noticeWords(kind, language).replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '')
}

function linkOf({ origin, isOrganisation }: Site, { referralId }: ToldNotice): string {
  return referralId === null ? `${origin}/notices` : `${origin}${isOrganisation ? '/my' : ''}/referrals/${referralId}`
}

function block(site: Site, notice: ToldNotice): string {
  const { params, at } = notice
  const way = params['fromName'] ? `\n${plain(params['fromName'])} → ${plain(params['toName']) || '—'}` : ''
  return `${lineOf(notice, site.language)}${way}\n${shanghai.format(at)}\n${linkOf(site, notice)}`
}

/** A mail about one notice, or about all of a day. Holds numbers, names of incubators and links; never anything of an organisation. */
export function noticesMail(
  site: Site,
  { id, to, notices, isDigest }: { id: string; to: string; notices: readonly ToldNotice[]; isDigest: boolean },
): MailMessage {
  const words = mailWords[site.language]
  const [first] = notices
  const subject =
    isDigest || !first
      ? words.digestSubject(notices.length, civilDateOf(notices.at(-1)?.at ?? new Date(0)))
      : words.subject(lineOf(first, site.language))
  const text = [...notices.map(notice => block(site, notice)), words.foot(settingsOf(site))].join('\n\n')
  return { id, to, subject, text, settingsUrl: settingsOf(site) }
}

/** The mail that brings a one-time code. */
export function codeMail(site: Site, { id, to, code }: { id: string; to: string; code: string }): MailMessage {
  const words = mailWords[site.language]
  return { id, to, subject: words.codeSubject, text: words.code(code), settingsUrl: settingsOf(site) }
}

/** The mail that brings the one-time code of a signature. */
export function signingMail(site: Site, { id, to, code }: { id: string; to: string; code: string }): MailMessage {
  const words = mailWords[site.language]
  return { id, to, subject: words.signingSubject, text: words.signing(code), settingsUrl: settingsOf(site) }
}
