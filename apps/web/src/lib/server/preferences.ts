import type { Cookies } from '@sveltejs/kit'
import { PREFERENCES, type Preferences } from '#lib/preferences.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60

function valueIn<Value extends string>(values: readonly [Value, ...Value[]], given: string | undefined): Value {
  return values.find(value => value === given) ?? values[0]
}

/** The visitor's preferences; anything unknown in a cookie is the default. */
export function readPreferences(cookies: Cookies): Preferences {
  return {
    locale: valueIn(PREFERENCES.locale.values, cookies.get(PREFERENCES.locale.cookie)),
    type: valueIn(PREFERENCES.type.values, cookies.get(PREFERENCES.type.cookie)),
    contrast: valueIn(PREFERENCES.contrast.values, cookies.get(PREFERENCES.contrast.cookie)),
  }
}

/** Keeps each preference the form names for a year. The language is readable by scripts, which speak it too. */
export function keepPreferences(cookies: Cookies, form: FormData, secure: boolean): void {
  for (const [name, { cookie, values }] of Object.entries(PREFERENCES)) {
    const value = values.find(one => one === form.get(name))
    if (value === undefined) continue
    cookies.set(cookie, value, {
      path: '/',
      maxAge: YEAR_SECONDS,
      sameSite: 'lax',
      httpOnly: name !== 'locale',
      secure,
    })
  }
}
