import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { type Mailer, openMailer } from '../src/channels/smtp.ts'

/** A mail as it arrived: headers by their names in small letters, one text. */
export type Received = {
  to: string
  subject: string
  id: string
  headers: Record<string, string>
  text: string
  raw: string
}

/** A mail server of a test that keeps what it gets, and the way to it. */
export type MailSink = {
  received: Received[]
  mailer: Mailer
  /** Where it listens. */
  url: string
  /** Answers the next mails with this code instead of taking them; 0 takes them again. */
  refuse(code: number): void
  close(): Promise<void>
}

function decoded(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
    how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : quoted(word.replaceAll('_', ' ')),
  )
}

function quoted(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function read(raw: string, to: string): Received {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = raw.slice(end + 4)
  const how = headers['content-transfer-encoding'] ?? ''
  const text =
    how === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : how === 'quoted-printable' ? quoted(body) : body
  return { to, headers, text, raw, subject: decoded(headers['subject'] ?? ''), id: headers['message-id'] ?? '' }
}

/** Opens a mail server on this machine. */
export async function openMailSink(): Promise<MailSink> {
  const received: Received[] = []
  let refusal = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusal > 0) {
          callback(Object.assign(new Error('<someone@example.cn> refused'), { responseCode: refusal }))
          return
        }
        received.push(read(Buffer.concat(chunks).toString('utf8'), session.envelope.rcptTo[0]?.address ?? ''))
        callback()
      })
    },
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  const mailer = openMailer(url, '孵桥 <notice@fuqiao.test>')
  return {
    received,
    mailer,
    url,
    refuse(code) {
      refusal = code
    },
    async close() {
      mailer.close()
      await new Promise<void>(resolve => {
        server.close(() => resolve())
      })
    },
  }
}
