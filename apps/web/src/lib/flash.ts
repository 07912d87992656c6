/** A word shown once at the top of the next page, after an action that redirected there. */
export interface FlashMessage {
  /** Changes with every message, so that the same words twice are seen twice. */
  id: string
  tone: 'info' | 'good' | 'warn' | 'bad'
  text: string
}
