export {
  endAccessAsSystem,
  insertOperatorOutbox,
  lockOperator,
  readOperatorsDue,
  writeOperator,
} from './operator-store.ts'
export { operatorsRouter } from './router.ts'
