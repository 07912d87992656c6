/** What in a free text looks like a person's number: a mobile phone, or an identity card. It is a hint and no proof. */
export function personalNumbersIn(text: string): boolean {
  return /(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/.test(text.replaceAll(/[\s-]/g, ''))
}
