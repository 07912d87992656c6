/** Asking for an organisation that another incubator has (调入申请): what the asker's own row goes through. Pure; `now` is a value. */
export * from './request.ts'
