import { router } from '../../rpc/procedures.ts'
import { refuseConsent, signConsent } from './answer-consent.ts'
import { pendingConsents, showConsent } from './read-consents.ts'

/** An organisation's word on what is shared of it. */
export const consentsRouter = router({
  pending: pendingConsents,
  show: showConsent,
  sign: signConsent,
  refuse: refuseConsent,
})
