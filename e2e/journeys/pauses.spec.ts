import { expect, test } from '@playwright/test'
import { refer } from './compose.ts'
import { act, dayFromToday, showsState } from './forms.ts'
import { signIn } from './people.ts'
import { night } from './night.ts'

/** What the page says is left of the target's term. */
const left = /剩 \d+ 个工作日/

test(
  '[B-11] a question stops the target’s clock until the sender answers; the target then lets it wait, looks at the wait again, accepts, and pauses its service, each until a named day',
  night,
  async ({ browser }) => {
    test.setTimeout(150_000)
    const sender = await signIn(browser, 'chaoyang.zhuren')
    const target = await signIn(browser, 'xicheng.zhuren')
    const id = await refer(sender.page, { target: '西城区', organisation: 0, sections: ['services'] })
    const read = target.page.getByRole('main')
    await target.page.goto(`/referrals/${id}`)
    await act(target.page, 'acknowledge')
    await showsState(target.page, '已签收')
    const term = left.exec(await read.innerText())?.[0]
    expect(term).toBeDefined()

    await act(target.page, 'requestInformation', { section: 'services', question: '上年培训了多少人？' })
    await showsState(target.page, '待补正')
    await expect(read).toContainText('接收机构的时限暂停')
    await expect(target.page.locator('form[action="?/accept"]')).toHaveCount(0)
    await sender.page.goto(`/referrals/${id}`)
    await expect(sender.page.getByRole('main')).toContainText('上年培训了多少人？')
    await act(sender.page, 'answerInformation', { answer: '两期，共四十六人' })
    await showsState(sender.page, '已签收')
    await target.page.goto(`/referrals/${id}`)
    await expect(read).toContainText('两期，共四十六人')
    await expect(read).toContainText(term ?? '')

    await act(target.page, 'waitlist', { waitReason: '本期课程已满', expectedOn: dayFromToday(21) })
    await showsState(target.page, '等候中')
    const later = dayFromToday(28)
    await act(target.page, 'keepWaiting', { keepReason: '课程推迟一周', expectedOn: later })
    await expect(read).toContainText(`预计 ${later}`)
    await act(target.page, 'accept', { leadName: '温述之（演示）', firstContactOn: dayFromToday(29) })
    await showsState(target.page, '已接收')
    await act(target.page, 'begin', { beginNote: '已电话联系' })
    await showsState(target.page, '服务中')
    await act(target.page, 'hold', { holdReason: '场地装修', resumeOn: dayFromToday(20) })
    await showsState(target.page, '暂停服务')
    await sender.page.goto(`/referrals/${id}`)
    await expect(sender.page.getByRole('main')).toContainText('场地装修')
    await act(target.page, 'resume')
    await showsState(target.page, '服务中')
    for (const person of [sender, target]) await person.context.close()
  },
)
