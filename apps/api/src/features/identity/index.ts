export { identityRouter } from './router.ts'
export { refreshTokens } from './tokens.ts'
export { sessionTerms } from './session-terms.ts'
