export { panelPaperFor } from './fetch-panel-paper.ts'
export { readPanelFacts } from './panel-facts.ts'
export { isPanelInSight, type PanelPayload } from './panel-store.ts'
export { panelsRouter } from './router.ts'
