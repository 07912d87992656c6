import { away, fenced, own } from './fenced.ts'

/** What an incubator keeps of its own house: its staff, its premises, its party branch; what it wrote down of its work, and what that counts. */
export const house = {
  staffMember: fenced('staffMember', {
    name: 'staff_member',
    subject: 'StaffMember',
    facts: row => row,
    insert: { right: own, book: [['create', 'StaffMember']] },
    update: {
      set: `post = '新'`,
      push: away,
      right: own,
      book: (['update', 'end'] as const).map(action => [action, 'StaffMember'] as const),
    },
  }),
  staffTraining: fenced('staffTraining', {
    name: 'staff_training',
    subject: 'StaffMember',
    facts: row => row,
    insert: { right: own, book: [['update', 'StaffMember']] },
    delete: { right: own, book: [['update', 'StaffMember']] },
  }),
  premisesRoom: fenced('premisesRoom', {
    name: 'premises_room',
    subject: 'Premises',
    facts: row => row,
    insert: { right: own, book: [['create', 'Premises']] },
    update: { set: `name = '新'`, push: away, right: own, book: [['update', 'Premises']] },
    delete: { right: own, book: [['delete', 'Premises']] },
  }),
  premisesEquipment: fenced('premisesEquipment', {
    name: 'premises_equipment',
    subject: 'Premises',
    facts: row => row,
    insert: { right: own, book: [['create', 'Premises']] },
    update: { set: `note = '新'`, push: away, right: own, book: [['update', 'Premises']] },
    delete: { right: own, book: [['delete', 'Premises']] },
  }),
  tenantParty: fenced('tenantParty', {
    name: 'tenant_party',
    subject: 'Upkeep',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
    insert: { right: own, book: [['keepParty', 'Upkeep']] },
    update: { set: `branch_name = '新'`, push: away, right: own, book: [['keepParty', 'Upkeep']] },
  }),
  activity: fenced('activity', {
    name: 'activity',
    subject: 'Activity',
    facts: row => row,
    insert: { right: own, book: [['record', 'Activity']] },
    update: { set: `title = '新'`, push: away, right: own, book: [['update', 'Activity']] },
  }),
  fact: fenced('fact', { name: 'fact', subject: 'Dashboard', keyOf: row => String(row.id), facts: row => row }),
  rollup: fenced('rollup', {
    name: 'rollup',
    subject: 'Dashboard',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
  }),
}
