import { pinyinInitials, pinyinSortKey } from '@fuqiao/domain/organisation'

/** Invented places: a district each, then streets by two halves. */
export const districts = [
  '云溪',
  '松岭',
  '明湖',
  '青川',
  '石桥',
  '望河',
  '柳泉',
  '金谷',
  '安澜',
  '长风',
  '白塔',
  '清源',
  '杏林',
  '梅园',
  '南屏',
  '北苑',
]
/** First and second halves of street names: 19 × 19 give 361. */
export const streetHalves = {
  first: [
    '永',
    '和',
    '新',
    '东',
    '西',
    '广',
    '德',
    '福',
    '宝',
    '兴',
    '康',
    '宁',
    '泰',
    '华',
    '林',
    '玉',
    '龙',
    '凤',
    '三',
  ],
  second: [
    '安',
    '平',
    '里',
    '园',
    '庄',
    '门',
    '桥',
    '泉',
    '坊',
    '村',
    '坡',
    '湾',
    '河',
    '塘',
    '口',
    '岗',
    '营',
    '屯',
    '店',
  ],
}

// 75 × 75 pairs over the characters below: one brand in a few thousand names, as shops and associations are called.
const brandFirst = [
  ...'晨沐云星朝暖启乐馨益德仁善诚信和同行知明阳光源泽恩惠慧智博雅静远思悦欣康宁瑞祥嘉佳美真纯清澄海川江河山岳林森木竹兰梅荷莲桂松柏枫',
]
const brandSecond = [
  ...'曦风帆语桥舟径途程路灯塔芽苗禾穗田园圃圆满华章韵声歌诗画笔墨书卷卓越达通泰盛丰盈润沛霖雨露霞虹彩翼羽翔飞鸿鹏鹤雁燕鹿骏骥驰',
]

/** What they do: each in about one name of thirty, so that a search for it finds hundreds. */
const themes = [
  '爱心',
  '助老',
  '养老',
  '助残',
  '儿童',
  '青年',
  '社区',
  '公益',
  '环保',
  '法律',
  '健康',
  '心理',
  '教育',
  '文化',
  '体育',
  '救助',
  '志愿',
  '睦邻',
  '家庭',
  '邻里',
  '书画',
  '舞蹈',
  '应急',
  '科普',
  '创业',
  '农业',
  '非遗',
  '慈善',
  '调解',
  '阅读',
]
const forms = [
  '服务中心',
  '协会',
  '促进会',
  '发展中心',
  '联合会',
  '服务社',
  '基金会',
  '志愿服务队',
  '事务所',
  '互助会',
  '支持中心',
  '商会',
]

/** A piece of a name with the keys by which it is sorted and found. */
export type Word = { word: string; initials: string; sortKey: string }

function keyed(word: string): Word {
  return { word, initials: pinyinInitials(word), sortKey: pinyinSortKey(word) }
}

/** Pieces of an invented organisation's name, in their order: brand of two characters, theme, form. */
export const nameWords = {
  districts: districts.map(keyed),
  brandFirst: brandFirst.map(keyed),
  brandSecond: brandSecond.map(keyed),
  themes: themes.map(keyed),
  forms: forms.map(keyed),
}

/** Searches of two characters: one that finds hundreds in a city, one that finds a handful. */
export const searches = { common: '助老', rare: '晨曦' }
