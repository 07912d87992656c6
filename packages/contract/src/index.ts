export * from './dossier.ts'
export * from './errors.ts'
export * from './ids.ts'
export * from './paging.ts'
