import { existsSync } from 'node:fs'
import path from 'node:path'
import { findCircle, readSliceGraph } from './slice-circles.ts'

const features = path.join(import.meta.dirname, '../../../apps/api/src/features')
const circle = existsSync(features) ? findCircle(readSliceGraph(features)) : undefined
if (circle) {
  process.stderr.write(`Slices import each other in a circle: ${circle.join(' → ')}\n`)
  process.exitCode = 1
}
