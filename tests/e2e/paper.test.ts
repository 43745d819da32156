import { expect, test } from '@playwright/test'
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expectAccessible } from './accessibility.ts'
import { registerCustomers } from './ask.ts'
import { setUpArchive } from './set-up.ts'
import { makeJourneyFolder, startApp } from './window.ts'

/** What the page's functions below see; the tests themselves are typed without a DOM. */
declare const window: {
  readonly location: { hash: string }
}

const run = promisify(execFile)

async function textOf(pdf: string): Promise<string> {
  return (await run('pdftotext', ['-layout', pdf, '-'])).stdout
}

test('cards and slips are previewed, printed and saved as the same pages, and nothing else is left on the disk', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()
  const longName = '中国电力建设集团华东勘测设计研究院有限公司杭州钱塘新区新能源综合开发项目筹备处办公室'
  const ids = await registerCustomers(running, [longName, '宁波港口机械制造有限公司'])
  const before = await readdir(join(folder, 'files'))

  await page.evaluate((list) => {
    window.location.hash = `#/print/preview?kind=profileCards&ids=${list}`
  }, ids.join(','))
  await expect(page.getByText(/^2 份，共 \d+ 页$/u).first()).toBeVisible()
  await expect(page.getByText(longName).first()).toBeVisible()
  await running.picture('print-preview')
  await expectAccessible(page, 'print preview')
  // Paper stays white in the dark; only what is around it follows.
  await page.emulateMedia({ colorScheme: 'dark' })
  await running.picture('print-preview-dark')
  const paper = page.locator('.paper-sheet').first()
  await expect(paper).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await expect(paper).toHaveCSS('color', 'rgb(0, 0, 0)')
  await page.emulateMedia({ colorScheme: 'light' })

  const saved = join(folder, 'files', '资料卡.pdf')
  await running.answerDialogs({ dialog: 'chooseSavePath', answer: saved })
  await page.getByRole('button', { name: '存为 PDF' }).click()
  await expect(page.getByText(`已存为 ${saved}`)).toBeVisible()
  const text = await textOf(saved)
  expect(text).toContain('客户基本资料卡')
  expect(text).toContain('宁波港口机械制造有限公司')
  expect(text).toMatch(/第 ?1 ?页 ?\/ ?共 ?\d+ ?页/u)
  expect(text).toContain('打印人 周晓梅')
  expect(text).toContain('档案编号 KH-000001')

  await page.evaluate((list) => {
    window.location.hash = `#/print/preview?kind=registrationSlips&ids=${list}`
  }, ids.join(','))
  await expect(page.getByText('2 份，共 2 页').first()).toBeVisible()
  const printed = join(folder, 'files', 'printed.pdf')
  await page.getByLabel('页码').selectOption('continuous')
  await running.answerDialogs({ dialog: 'print', answer: printed })
  await expect(page.getByRole('button', { name: '打印' })).toBeEnabled()
  await page.getByRole('button', { name: '打印' }).click()
  await expect(page.getByText('已送往打印机')).toBeVisible()
  const slips = await textOf(printed)
  expect(slips).toContain('客户资源信息登记表')
  expect(slips).toMatch(/第 ?2 ?页 ?\/ ?共 ?2 ?页/u)

  const after = await readdir(join(folder, 'files'))
  expect(after.filter((name) => !before.includes(name)).sort()).toEqual(['printed.pdf', '资料卡.pdf'].sort())
  expect(running.complaints).toEqual([])
  await running.close()
})

test('the weekly report shows the page as it prints, keeps its remarks, and goes to Excel and PDF', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()
  await registerCustomers(running, ['绍兴水务集团有限公司'])

  await page.keyboard.press('Control+4')
  await expect(page.getByText('销售周报汇总', { exact: true })).toBeVisible()
  await expect(page.getByText('绍兴水务集团有限公司')).toBeVisible()
  const remarks = page.getByLabel('问题与建议')
  await remarks.fill('资质文件每月核对一次。')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('button', { name: '已保存' })).toBeVisible()
  await running.picture('weekly')
  await expectAccessible(page, 'weekly')

  const workbook = join(folder, 'files', '周报.xlsx')
  await running.answerDialogs({ dialog: 'chooseSavePath', answer: workbook })
  await page.getByRole('button', { name: '导出 Excel' }).click()
  await expect(page.getByText(`已导出到 ${workbook}`)).toBeVisible()
  expect((await readFile(workbook)).subarray(0, 2).toString()).toBe('PK')

  const pdf = join(folder, 'files', '周报.pdf')
  await running.answerDialogs({ dialog: 'chooseSavePath', answer: pdf })
  await page.getByRole('button', { name: '存为 PDF' }).click()
  await expect(page.getByText(`已存为 ${pdf}`)).toBeVisible()
  expect(await textOf(pdf)).toContain('资质文件每月核对一次。')
  expect(running.complaints).toEqual([])
  await running.close()
})
