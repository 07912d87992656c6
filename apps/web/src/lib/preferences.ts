/** How a visitor wants the pages: kept in cookies, applied by the server on `<html>`, so that nothing jumps after loading. */
export interface Preferences {
  locale: 'zh' | 'en'
  type: 'normal' | 'large'
  contrast: 'normal' | 'high'
}

/** The cookie and the values of each preference; the first value is the default. */
export const PREFERENCES = {
  locale: { cookie: 'fuqiao_locale', values: ['zh', 'en'] },
  type: { cookie: 'fuqiao_type', values: ['normal', 'large'] },
  contrast: { cookie: 'fuqiao_contrast', values: ['normal', 'high'] },
} as const satisfies { [Key in keyof Preferences]: { cookie: string; values: readonly Preferences[Key][] } }
