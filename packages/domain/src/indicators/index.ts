export * from './distribution.ts'
export * from './small-cells.ts'
