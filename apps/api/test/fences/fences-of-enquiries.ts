import { fenced, isActing, nobody, seesOrganisation, when } from './fenced.ts'

const elsewhere = `from_tenant_id = '${nobody}'`

/** Blind enquiries and the sheets of those asked. */
export const enquiries = {
  enquiry: fenced('enquiry', {
    name: 'enquiry',
    subject: 'Enquiry',
    facts: row => row,
    insert: {
      right: asked => asked.relation === 'sender' && seesOrganisation(asked),
      book: [['create', 'Enquiry']],
      isMeant: seesOrganisation,
    },
    update: {
      set: `settled_reason = '新'`,
      push: elsewhere,
      right: when('sender'),
      book: (['choose', 'giveUp', 'withdraw'] as const).map(action => [action, 'Enquiry'] as const),
    },
  }),
  enquiryTarget: fenced('enquiryTarget', {
    name: 'enquiry_target',
    subject: 'EnquiryTarget',
    facts: row => row,
    insert: { right: when('sender') },
    update: {
      set: 'version = 7',
      push: `${elsewhere}, tenant_id = gen_random_uuid()`,
      right: when('sender', 'target'),
      book: [['answer', 'EnquiryTarget']],
    },
  }),
  enquiryEvent: fenced('enquiryEvent', {
    name: 'enquiry_event',
    subject: 'EnquiryTarget',
    facts: row => ({ ...row, tenantId: row.tenantId ?? null }),
    insert: {
      right: ({ actor, row, relation }) =>
        relation !== 'none' && isActing(actor, { tenantId: row.actorTenantId ?? null }),
    },
  }),
}
