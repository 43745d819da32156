import { expect, test } from '@playwright/test'
import { join } from 'node:path'
import { expectAccessible } from './accessibility.ts'
import { company, setUpArchive, unlock } from './set-up.ts'
import { makeJourneyFolder, startApp } from './window.ts'

test('a new archive is set up, locked, refused to a wrong password, opened again and backed up', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()
  await running.picture('today-empty')
  await expectAccessible(page, 'today')

  await page.keyboard.press('Control+l')
  await unlock(running, '不是这个口令')
  await expect(page.getByRole('alert')).toContainText('口令不正确')
  expect(await page.content()).not.toContain('周晓梅')
  await running.picture('locked')
  await expectAccessible(page, 'lock')
  await unlock(running)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()

  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: '立即备份' }).click()
  await expect(page.getByText('已核验').first()).toBeVisible()
  await running.picture('backup')
  await expectAccessible(page, 'backup')
  await page.keyboard.press('Control+6')
  await expect(page.getByLabel('单位名称')).toHaveValue(company)
  await running.picture('settings')
  await expectAccessible(page, 'settings')
  expect(running.complaints).toEqual([])
  await running.close()

  const again = await startApp(folder)
  await unlock(again)
  // The last layout returns: the settings were open.
  await expect(again.page.getByLabel('单位名称')).toHaveValue(company)
  await again.close()
})

test('a backup is restored with the recovery words into a new folder and opened with a new password', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  const words = await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: '立即备份' }).click()
  await expect(page.getByText('已核验').first()).toBeVisible()
  const backupPath = await page.locator('tbody td').last().innerText()

  const target = join(folder, 'files', 'restored')
  const newPassword = '白云蓝天黄香蕉九号院'
  await running.answerDialogs(
    { dialog: 'chooseFolder', answer: backupPath },
    { dialog: 'chooseFolder', answer: target },
  )
  await page.getByRole('button', { name: '从备份恢复…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '选择备份…' }).click()
  const fields = await dialog.getByRole('group', { name: '24 个词' }).getByRole('textbox').all()
  for (const [index, field] of fields.entries()) await field.fill(words[index] ?? '')
  await dialog.getByRole('button', { name: '核验这份备份' }).click()
  await expect(dialog.getByText('完好')).toBeVisible()
  await dialog.getByRole('button', { name: '选择文件夹…' }).click()
  await dialog.getByLabel('新口令').fill(newPassword)
  await dialog.getByLabel('再输一次').fill(newPassword)
  await running.picture('restore')
  await expectAccessible(page, 'restore')
  await dialog.getByRole('button', { name: '恢复', exact: true }).click()
  await expect(dialog.getByText('已恢复 0 位客户')).toBeVisible()
  await dialog.getByRole('button', { name: '完成' }).click()

  await page.keyboard.press('Control+l')
  await running.answerDialogs({ dialog: 'chooseFolder', answer: target })
  await page.getByRole('button', { name: '打开其他档案或从备份恢复' }).click()
  await page.getByRole('button', { name: '打开已有档案库' }).click()
  await unlock(running)
  await expect(page.getByRole('alert')).toContainText('口令不正确')
  await unlock(running, newPassword)
  await expect(page.getByRole('link', { name: '周晓梅' })).toBeVisible()
  expect(running.complaints).toEqual([])
  await running.close()
})

test('a forgotten password is replaced by the recovery words, and new words follow at once', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { page } = running
  const words = await setUpArchive(running, folder)
  await expect(page.getByText('档案库已建立，还没有客户')).toBeVisible()
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: '忘记口令' }).click()
  const fields = await page.getByRole('group', { name: '恢复密钥' }).getByRole('textbox').all()
  expect(fields).toHaveLength(24)
  for (const [index, field] of fields.entries()) await field.fill(words[index] ?? '')
  await page.getByLabel('新口令').first().fill('白云蓝天黄香蕉九号院')
  await page.getByLabel('再输一次').fill('白云蓝天黄香蕉九号院')
  await running.picture('forgotten')
  await expectAccessible(page, 'forgotten password')
  await page.getByRole('button', { name: '设置新口令并打开' }).click()
  await page.getByRole('button', { name: '生成新的恢复密钥' }).click()
  const lines = page.getByRole('list', { name: '恢复密钥，24 个词' }).getByRole('listitem')
  await expect(lines).toHaveCount(24)
  await running.picture('recovery-again')
  const fresh = (await lines.allInnerTexts()).map((line) => line.replace(/^\s*\d+\s*/u, ''))
  expect(fresh).not.toEqual(words)
  expect(running.complaints).toEqual([])
  await running.close()
})
