import { writeFileSync } from 'node:fs'
import { diagramFile, readDocs, withDiagram } from './referral-diagram.ts'

writeFileSync(diagramFile, withDiagram(readDocs()))
