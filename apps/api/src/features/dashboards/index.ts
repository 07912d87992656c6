export { jointFiguresFor } from './joint-figures.ts'
export { dashboardsRouter } from './router.ts'
export { type BoardContext, type Scope, scopeOf } from './board-scope.ts'
export { childLines } from './child-lines.ts'
