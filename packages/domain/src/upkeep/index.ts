export {
  certifiedShare,
  type CertifiedShare,
  isSocialWorkCertificate,
  reachesShare,
  type ShareOfStaff,
} from './certified-share.ts'
export {
  checkUpkeep,
  hasBranch,
  isJudged,
  judgedYear,
  UPKEEP_RULES,
  type UpkeepFinding,
  type UpkeepRule,
} from './check-upkeep.ts'
export { compareUpkeep, type UpkeepChange, type UpkeepChanges } from './compare-upkeep.ts'
export type { EquipmentFacts, RoomFacts, StaffFacts, UpkeepFacts } from './upkeep-facts.ts'
