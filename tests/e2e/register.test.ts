import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { setUpArchive } from './set-up.ts'
import { makeJourneyFolder, startApp } from './window.ts'

/** Types into the field that has the focus and goes to the next one, as she does. */
async function typeOn(page: Page, text: string) {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test('a customer is registered by keyboard, found by initials, changed with history, and its bids are entered', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()

  // The list is empty and offers the first action.
  await page.keyboard.press('Control+2')
  await expect(page.getByText('登记簿还没有客户')).toBeVisible()
  await running.picture('customers-empty')
  await expectAccessible(page, 'customers, empty')

  // F8, name first; the code is checked while it is typed.
  await page.keyboard.press('F8')
  await expect(page.getByLabel('客户名称')).toBeFocused()
  await typeOn(page, '华东新威水泵制造有限公司')
  await typeOn(page, '华东新威')
  await page.keyboard.type('91320100MA1MXX000O')
  await expect(page.getByText('第 18 位“O”不能用于统一社会信用代码')).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.getByLabel('姓名').fill('陈建国')
  await page.getByLabel('手机', { exact: true }).fill('138 5123 4567')
  const salesperson = page.getByLabel('业务员', { exact: false }).last()
  await salesperson.fill('张伟')
  await page.keyboard.press('Enter')
  await expect(salesperson).toHaveValue('张伟')
  await page.getByRole('button', { name: '现在' }).click()
  await expect(page.getByText('保护期 6 个月')).toBeVisible()
  await running.picture('register')
  await expectAccessible(page, 'registration form')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { level: 1, name: '华东新威水泵制造有限公司' })).toBeVisible()
  await expect(page.getByText('KH-000001').first()).toBeVisible()
  await running.picture('card')
  await expectAccessible(page, 'card')

  // The same company again: seen while typing, refused with the facts of the running registration.
  await page.keyboard.press('F8')
  await page.getByLabel('客户名称').fill('华东新威水泵制造有限公司')
  await expect(page.getByRole('region', { name: '相似客户' })).toContainText('KH-000001')
  await salesperson.fill('李娜')
  await page.keyboard.press('Enter')
  await expect(salesperson).toHaveValue('李娜')
  await page.getByRole('button', { name: '现在' }).click()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('alert')).toContainText('保护期至')
  await expect(page.getByRole('alert')).toContainText('张伟')
  await running.picture('register-refused')

  // What was typed is still there after looking at another screen.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeVisible()
  await page.keyboard.press('F8')
  await expect(page.getByLabel('客户名称')).toHaveValue('华东新威水泵制造有限公司')
  await page.getByRole('button', { name: '放弃草稿' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '放弃草稿' }).click()
  await expect(page.getByLabel('客户名称')).toHaveValue('')
  await page.keyboard.press('Escape')

  // Found by pinyin initials, opened with Enter.
  await page.keyboard.press('Control+f')
  await page.keyboard.type('hdxw')
  await expect(page.getByRole('row', { name: /KH-000001/u })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  await expect(page.getByRole('complementary', { name: '客户预览' })).toContainText('陈建国')
  await running.picture('customers')
  await expectAccessible(page, 'customers')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '华东新威水泵制造有限公司' })).toBeVisible()

  // Changed in place; the history says from and to.
  await page.keyboard.press('F2')
  await page.getByLabel('经营地址').fill('南京市鼓楼区中山北路 1 号')
  await page.getByLabel('修改原因').fill('客户来电更正')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('南京市鼓楼区中山北路 1 号')).toBeVisible()
  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('row', { name: /经营地址/u })).toContainText('客户来电更正')
  await running.picture('card-history')
  await expectAccessible(page, 'history')

  // A tender with our bid and a rival's.
  await page.getByRole('button', { name: '新增招标' }).click()
  await page.getByLabel('项目名称').fill('二期泵站设备采购')
  await page.getByLabel('投标截止').fill('2026-12-01 09:30')
  await page.getByRole('button', { name: '加我方报价' }).click()
  await page.getByLabel('第一标段第 1 行报价').fill('98.5万')
  await page.getByRole('button', { name: '加投标单位' }).click()
  await page.getByLabel('第一标段第 2 行投标单位').fill('上海凯泉泵业（集团）有限公司')
  await page.getByLabel('第一标段第 2 行报价').fill('100万')
  await page.getByLabel('第一标段第 1 行结果').fill('中标')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('第一标段第 2 行结果')).toHaveValue('未中')
  await expect(page.getByText('15,000.00（1.52%）')).toBeVisible()
  await running.picture('tender')
  await expectAccessible(page, 'tender')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { level: 1, name: '招标项目' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+4')
  await expect(page.getByRole('row', { name: /第一标段/u })).toContainText('985,000.00')
  await running.picture('card-tenders')
  await expectAccessible(page, 'tenders of a card')

  expect(running.complaints).toEqual([])
  await running.close()
})
