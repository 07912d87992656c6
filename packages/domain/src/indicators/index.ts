export * from './distribution.ts'
export * from './linked-cells.ts'
export * from './small-cells.ts'
