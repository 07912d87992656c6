export { jointFiguresFor } from './joint-figures.ts'
export { dashboardsRouter } from './router.ts'
