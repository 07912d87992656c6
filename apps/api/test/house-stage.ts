import { key } from './referral-stage.ts'
import type { TestPerson } from './harness.ts'

/** What is said of somebody who works in an incubator, of a room and of equipment. */
export const staffCard = {
  name: '何小满',
  post: '主管',
  isFullTime: true,
  isPurchasedPost: false,
  certificate: 'none',
  certificateNumber: '',
  hasSocialWorkDegree: false,
  monthlyPay: null,
  isPartyMember: false,
  from: '2020-01-01',
} as const
export const roomCard = { name: '一室', uses: ['office' as const], squareMetres: 15, isShared: false }
export const equipmentCard = { kind: 'desk', note: '', quantity: 4, goodUntil: null } as const
export const partyCard = { form: 'jointBranch', branchName: '联合党支部', foundedOn: '2025-07-01' } as const
export const activityCard = {
  kind: 'training',
  title: '财务培训',
  onDay: '2026-03-01',
  attendances: 12,
  words: '',
} as const
/** A training of somebody. */
export const trainingCard = (staffMemberId: string) =>
  ({ staffMemberId, kind: 'rotation', topic: '运营轮训', heldOn: '2025-05-20', hours: 8 }) as const

/** A row of everything that an incubator keeps of its own house, by whoever directs it. */
export async function makeHouse({ api }: TestPerson) {
  const { id: staffMemberId } = await api.staff.add({ key: key(), ...staffCard })
  const { id: staffTrainingId } = await api.staff.addTraining({ key: key(), ...trainingCard(staffMemberId) })
  const { id: roomId } = await api.premises.addRoom({ key: key(), ...roomCard })
  const { id: equipmentId } = await api.premises.addEquipment({ key: key(), ...equipmentCard })
  await api.upkeep.saveParty({ version: 0, ...partyCard })
  const { id: activityId } = await api.activities.record({ key: key(), ...activityCard })
  return { staffMemberId, staffTrainingId, roomId, equipmentId, activityId }
}
