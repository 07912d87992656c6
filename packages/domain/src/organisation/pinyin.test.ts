import { describe, expect, it } from 'vitest'
import { pinyinInitials, pinyinSortKey } from './pinyin.ts'

describe('pinyin', () => {
  it.each([
    ['北京市朝阳区长者乐园社会服务中心', 'bjscyqzzlyshfwzx'],
    ['绿色银行(A1)协会', 'lsyha1xh'],
    ['金𬭎基金会', 'jhjjh'],
    ['  ·-', ''],
  ])('initials of %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials)
  })

  it.each([
    ['蔚县', 'yu4 xian4'],
    ['繁峙县', 'fan2 shi4 xian4'],
    ['乐亭县', 'lao4 ting2 xian4'],
    ['洪洞县', 'hong2 tong2 xian4'],
    ['昌都市', 'chang1 du1 shi4'],
    ['望都县', 'wang4 du1 xian4'],
    ['喀什', 'ka1 shi2'],
    ['单县', 'shan4 xian4'],
    ['房山区长沟镇', 'fang2 shan1 qu1 chang2 gou1 zhen4'],
    ['女子学堂', 'nv3 zi3 xue2 tang2'],
  ])('reads %s by its own sound', (name, key) => {
    expect(pinyinSortKey(name)).toBe(key)
  })

  it('sorts as a dictionary does: by whole syllables, then by tone', () => {
    const names = ['长春', '昌平', '常州', '查理', '安定', '唱歌', '阿里']
    const sorted = names.toSorted((a, b) => (pinyinSortKey(a) < pinyinSortKey(b) ? -1 : 1))
    expect(sorted).toEqual(['阿里', '安定', '查理', '昌平', '长春', '常州', '唱歌'])
  })
})
