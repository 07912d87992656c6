export * from './credit-code.ts'
export * from './name.ts'
export * from './pinyin.ts'
