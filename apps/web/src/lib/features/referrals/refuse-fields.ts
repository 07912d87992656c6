/** Refuses what was typed with words, or a code of the catalogue, at each field, as the API would. */
export function refuseFields(fields: Readonly<Record<string, string>>): never {
  throw Object.assign(new Error('INPUT_INVALID'), {
    code: 'UNPROCESSABLE_CONTENT',
    body: { appCode: 'INPUT_INVALID', params: {}, fields },
  })
}
