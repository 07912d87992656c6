/** Advice that is asked for, as its form is sent. */
export const consultForm = {
  ...{ need: null, needText: '', targetTenantId: null, otherReason: '' },
  ...{ organisationKind: null, field: null, stage: null, divisionCode: null },
}
