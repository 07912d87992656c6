export * from './network-rules.ts'
export * from './parse-profile.ts'
export * from './profile-schema.ts'
export * from './vocabulary.ts'
