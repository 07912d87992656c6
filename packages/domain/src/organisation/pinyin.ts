import { customPinyin, pinyin } from 'pinyin-pro'

// Old place names that the dictionary reads by the usual sound of their characters, and places that it loses after
// 区 or 县 (房山区长沟镇 is not a 区长).
customPinyin({
  蔚县: 'yù xiàn',
  繁峙: 'fán shì',
  乐亭: 'lào tíng',
  洪洞: 'hóng tóng',
  昌都: 'chāng dū',
  望都: 'wàng dū',
  曾都: 'zēng dū',
  单县: 'shàn xiàn',
  喀什: 'kā shí',
  奓山: 'zhā shān',
  大栅栏: 'dà shí làn',
  大城子: 'dà chéng zǐ',
  长沟: 'cháng gōu',
  长阳: 'cháng yáng',
  长辛店: 'cháng xīn diàn',
  长哨营: 'cháng shào yíng',
  长安街: 'cháng ān jiē',
  长子营: 'zhǎng zǐ yíng',
})

/** First letters of the name's syllables, lower case, with its Latin letters and digits: what `bjscy…` finds. Signs are left out. */
export function pinyinInitials(name: string): string {
  return syllablesOf(name, 'none')
    .map(({ text, isHan }) => (isHan ? text.charAt(0) : text))
    .join('')
}

/** The name's syllables with their tones, parted by spaces: sorts names as a Chinese dictionary does, whatever the database's collation. */
export function pinyinSortKey(name: string): string {
  return syllablesOf(name, 'num')
    .map(({ text }) => text)
    .filter(text => text !== '')
    .join(' ')
}

function syllablesOf(name: string, toneType: 'none' | 'num'): { text: string; isHan: boolean }[] {
  return pinyin(name.normalize('NFKC'), { type: 'all', toneType, nonZh: 'consecutive', v: true }).map(part => ({
    text: part.isZh ? part.pinyin : part.origin.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''),
    isHan: part.isZh,
  }))
}
