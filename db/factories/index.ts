export * from './identity-factories.ts'
export { insertRows } from './insert-rows.ts'
export * from './invented-dossier.ts'
export * from './invented-names.ts'
export { inventedPaper } from './invented-paper.ts'
export * from './network-lines.ts'
export { plantNetworks } from './plant-networks.ts'
export {
  type CapabilityRow,
  type NetworkRow,
  newCapability,
  newNetwork,
  newTenant,
  type TenantOverrides,
  type TenantRow,
} from './network-factories.ts'
export {
  type Dossier,
  newDossier,
  newOrganisation,
  type OrganisationOverrides,
  type OrganisationRow,
} from './organisation-factories.ts'
export { newReferral, type ReferralOverrides, type ReferralRow, referenceProfile } from './referral-factory.ts'
export { seededRandom, type SeededRandom } from './seeded-random.ts'
export { type DemoAccount, demoAccounts, demoPassword } from './demo/demo-accounts.ts'
export { partnerAccounts, partnerNetworkName } from './demo/demo-partner.ts'
export { type DemoNetwork, demoNetworks } from './demo-networks.ts'
export { type DemoOptions, loadDemoNetwork, storyEnd } from './demo-network.ts'
