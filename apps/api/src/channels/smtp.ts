import nodemailer from 'nodemailer'
import { NotSent } from './channels.ts'

/** One mail, in plain text. `id` becomes its Message-ID: the same mail sent twice has the same. */
export type MailMessage = { to: string; subject: string; text: string; id: string; settingsUrl: string }

/** An open way to the mail server. */
export type Mailer = { send(message: MailMessage): Promise<void>; close(): void }

const patience = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 }

/** One line without anything that could end it, for a header. */
export function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

/** Sends by SMTP (`smtp://user:password@host:587`, `smtps://…`). Neither opens a file nor fetches an address, whatever a message says. */
export function openMailer(smtpUrl: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    ...patience,
    url: smtpUrl,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    async send({ to, subject, text, id, settingsUrl }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: headerText(subject),
          text,
          messageId: `<${id}@${domain}>`,
          headers: { 'List-Unsubscribe': `<${settingsUrl}>`, 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw asNotSent(error)
      }
    },
    close: () => transport.close(),
  }
}

/** What went wrong as a code; the server's own words repeat the address and are dropped. */
function asNotSent(error: unknown): NotSent {
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (responseCode !== undefined && responseCode >= 550 && responseCode < 560) return new NotSent('mailRefused', true)
  if (responseCode !== undefined) return new NotSent('mailPutOff')
  return new NotSent(code === 'ETIMEDOUT' ? 'timedOut' : code === 'EAUTH' ? 'mailSignIn' : 'notReached')
}
