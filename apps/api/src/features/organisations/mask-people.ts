import type { PersonView } from '@fuqiao/contract'

/** A name whose first character stays and whose length does not show: 王小明 → 王**. */
export function maskName(name: string): string {
  return `${[...name][0] ?? ''}**`
}

/** A number whose ends stay: 13812341234 → 138****1234. Short ones are hidden whole. */
export function maskPhone(phone: string): string {
  const digits = [...phone]
  if (digits.length === 0) return ''
  return digits.length < 8 ? '****' : `${digits.slice(0, 3).join('')}****${digits.slice(-4).join('')}`
}

/** A person as superiors read it: the post, and no way to know who it is. */
export function maskPerson(person: PersonView): PersonView {
  return {
    ...person,
    name: maskName(person.name),
    phone: maskPhone(person.phone),
    certificate: person.certificate === '' ? '' : '****',
  }
}
