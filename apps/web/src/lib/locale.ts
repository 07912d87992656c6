import { getLocale } from '#lib/paraglide/runtime.js'

/** The BCP 47 tag of the page's language, for `lang` and `Intl`. */
export function languageTag(locale: 'zh' | 'en' = getLocale()): 'zh-CN' | 'en-GB' {
  return locale === 'zh' ? 'zh-CN' : 'en-GB'
}
