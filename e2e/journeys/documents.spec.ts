import { expect, test } from '@playwright/test'
import { refer } from './compose.ts'
import { act, dayFromToday, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const charter = { name: '章程.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 章程') }

test(
  '[X-03] a document that one incubator checked need not be asked for again: the check travels with the sealed dossier',
  night,
  async ({ browser }) => {
    test.setTimeout(120_000)
    const sender = await signIn(browser, 'dongcheng.zhuren')
    const target = await signIn(browser, 'chaoyang.zhuren')
    const { page } = sender
    await page.goto('/referrals/new')
    const choice = page.getByRole('listitem').filter({ has: page.locator('form[action="?/start"]') })
    const name = (await choice.first().locator('p').first().innerText()).trim()
    const organisationId = await choice
      .first()
      .locator('form[action="?/start"] [name=organisationId]')
      .getAttribute('value')

    await page.goto(`/organisations/${organisationId}?tab=documents`)
    await settled(page)
    await page.locator('[name=file]').setInputFiles(charter)
    await page.locator('form[action^="?/addDocument"] button[type=submit]').click()
    await page.getByRole('row', { name: /章程/ }).locator('a[href*="paper="]').click()
    const check = page.getByRole('region', { name: /章程\.pdf/ })
    await check.locator('[name=kind]').selectOption('charter')
    await check.locator('[name=note]').fill('与原件一致')
    await check.locator('form[action^="?/checkDocument"] button[type=submit]').click()
    await expect(check).toContainText('陆怀瑾（演示）')

    const id = await refer(page, { target: '朝阳区', organisation: name, sections: ['documents'] })
    await target.page.goto(`/referrals/${id}`)
    await act(target.page, 'acknowledge')
    await act(target.page, 'accept', { leadName: '谢嘉树（演示）', firstContactOn: dayFromToday(4) })
    await showsState(target.page, '已接收')
    await target.page.locator('form[action="?/openSnapshot"] button[type=submit]').click()
    const dossier = target.page.getByRole('main')
    await expect(dossier).toContainText('章程.pdf')
    await expect(dossier).toContainText('与原件一致')
    await expect(dossier).toContainText('东城区')
    for (const person of [sender, target]) await person.context.close()
  },
)
