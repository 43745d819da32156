import { expect, test } from '@playwright/test'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeSampleWorkbook } from '../../src/main/sample/sample-workbook.ts'
import { expectAccessible } from './accessibility.ts'
import { giveToApp } from './runtime.ts'
import { setUpArchive } from './set-up.ts'
import { makeJourneyFolder, startApp } from './window.ts'

test('an old workbook goes in by keyboard, its rejected rows come back with reasons, and the batch is undone', async () => {
  const folder = await makeJourneyFolder()
  const workbook = join(folder, 'files', '客户登记汇总（旧）.xlsx')
  await writeFile(workbook, makeSampleWorkbook().bytes)
  await giveToApp(workbook)
  const running = await startApp(folder)
  const { page } = running
  await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()

  await page.keyboard.press('Control+3')
  await expect(page.getByRole('button', { name: '选择表格文件…' })).toBeFocused()
  await running.picture('import-choose')
  await expectAccessible(page, 'import, choose')
  await running.answerDialogs({ dialog: 'chooseFile', answer: workbook })
  await page.keyboard.press('Enter')

  const next = page.getByRole('button', { name: '下一步：清洗预览' })
  await expect(next).toBeFocused()
  await running.picture('import-columns')
  await expectAccessible(page, 'import, columns')
  await page.keyboard.press('Enter')

  const toDecide = page.getByRole('button', { name: /下一步：/u })
  await expect(page.getByRole('grid', { name: '待导入的行' })).toBeVisible()
  await page.getByRole('tab', { name: /有清洗/u }).click()
  await page.getByRole('row').nth(3).click()
  await running.picture('import-preview')
  await expectAccessible(page, 'import, preview')
  const asksForDecisions = (await toDecide.innerText()).includes('查重决定')
  expect(asksForDecisions).toBe(true)
  await toDecide.click()

  const desk = page.getByRole('group', { name: '查重决定' })
  await expect(desk).toBeFocused()
  await running.picture('import-decide')
  await expectAccessible(page, 'import, decide')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(desk.getByRole('listitem').filter({ hasText: '新增' })).toHaveCount(1)
  await page.getByRole('button', { name: /下一步/u }).click()

  await expect(page.getByRole('button', { name: '开始导入' })).toBeFocused()
  await running.picture('import-confirm')
  await expectAccessible(page, 'import, confirm')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible()
  await running.picture('import-done')
  await expectAccessible(page, 'import, done')

  const errors = join(folder, 'files', '未导入.xlsx')
  await running.answerDialogs({ dialog: 'chooseSavePath', answer: errors })
  await page.getByRole('button', { name: '保存未导入的行…' }).click()
  await expect(page.getByText(/已保存未导入的行/u)).toBeVisible()
  expect((await readFile(errors)).subarray(0, 2).toString()).toBe('PK')

  await page.getByRole('button', { name: '打开客户列表' }).click()
  await expect(page.getByText(/共 [\d,]{2,} 家客户/u)).toBeVisible()
  await running.picture('customers-imported')

  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: '导入记录' }).click()
  await expect(page.getByRole('grid', { name: '这一批的每一行' })).toBeVisible()
  await running.picture('import-history')
  await expectAccessible(page, 'import history')
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销这一批' }).click()
  await expect(page.getByText('已撤销', { exact: false }).first()).toBeVisible()
  await page.keyboard.press('Control+2')
  await expect(page.getByText('登记簿还没有客户')).toBeVisible()

  expect(running.complaints).toEqual([])
  await running.close()
})
