import type { MailMessage } from './smtp.ts'

/** The ways out of the installation. */
export type Channels = {
  /** Sends one mail; absent where the installation has no mail server: then nobody is told by mail, and the page says so. */
  sendMail?: ((message: MailMessage) => Promise<void>) | undefined
  /** Where links in mails lead. */
  publicOrigin: string
  /** Tests only: endpoints on this machine and without TLS. */
  allowsLocalWebhooks: boolean
}

/** A message that could not be sent: a code, never what the other side said, which may hold an address. `isFinal`: trying again is of no use. */
export class NotSent extends Error {
  override name = 'NotSent'
  readonly code: string
  readonly isFinal: boolean

  constructor(code: string, isFinal = false) {
    super(code)
    this.code = code
    this.isFinal = isFinal
  }
}
