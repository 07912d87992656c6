import { router } from '../../rpc/procedures.ts'
import { confirmPartner, declinePartner, endPartner, withdrawPartner } from './change-partner.ts'
import { offerIncubator, offeredIncubators } from './offer-incubators.ts'
import { proposePartner } from './propose-partner.ts'
import { listPartners, partnerCandidates, partnerIncubators } from './read-partners.ts'

export const partnersRouter = router({
  list: listPartners,
  candidates: partnerCandidates,
  incubators: partnerIncubators,
  offered: offeredIncubators,
  offer: offerIncubator,
  propose: proposePartner,
  confirm: confirmPartner,
  decline: declinePartner,
  withdraw: withdrawPartner,
  end: endPartner,
})
