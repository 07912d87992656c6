import type { Probe } from './foreign-ids-table.ts'
import { activityCard, equipmentCard, roomCard, staffCard, trainingCard } from './house-stage.ts'
import { key } from './referral-stage.ts'

const ofTenant: Probe = { of: 'tenantId', input: tenantId => ({ tenantId }) }
const at = (id: string) => ({ id, version: 1 })

/** The places of the inputs about staff, premises and the rules on them that hold an id; `position` is a place in the caller's own list. */
export const houseIds = (position: string): Record<string, Record<string, Probe>> => ({
  'staff.list': { tenantId: ofTenant },
  'staff.change': { id: { of: 'staffMemberId', input: id => ({ ...at(id), ...staffCard }) } },
  'staff.end': { id: { of: 'staffMemberId', input: id => ({ ...at(id), until: '2026-03-02' }) } },
  'staff.addTraining': {
    staffMemberId: { of: 'staffMemberId', input: id => ({ key: key(), ...trainingCard(id) }) },
  },
  'staff.removeTraining': { id: { of: 'staffTrainingId', input: id => ({ id }) } },
  'premises.read': { tenantId: ofTenant },
  'premises.changeRoom': { id: { of: 'roomId', input: id => ({ ...at(id), ...roomCard }) } },
  'premises.removeRoom': { id: { of: 'roomId', input: at } },
  'premises.changeEquipment': { id: { of: 'equipmentId', input: id => ({ ...at(id), ...equipmentCard }) } },
  'premises.removeEquipment': { id: { of: 'equipmentId', input: at } },
  'upkeep.read': { tenantId: ofTenant },
  'indicators.board': { tenantId: ofTenant },
  'indicators.exportBoard': { tenantId: ofTenant },
  'indicators.facts': { tenantId: { of: 'tenantId', input: tenantId => ({ tenantId, indicator: 'trainings' }) } },
  'activities.list': {
    'before.id': { of: 'activityId', same: position, input: id => ({ before: { at: '2026-03-01T00:00:00Z', id } }) },
  },
  'activities.get': { id: { of: 'activityId', input: id => ({ id }) } },
  'activities.change': { id: { of: 'activityId', input: id => ({ ...at(id), ...activityCard }) } },
  'activities.takeBack': { id: { of: 'activityId', input: id => ({ ...at(id), reason: '记错' }) } },
  'upkeep.below': { cursor: { of: 'tenantId', same: position, input: cursor => ({ cursor }) } },
})
