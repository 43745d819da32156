import { expect } from '@playwright/test'
import { join } from 'node:path'
import type { RunningApp } from './window.ts'

export const company = '江苏恒远电气成套设备有限公司'
export const password = '青山绿水红苹果七号楼'

/** First start → company, user, folders, recovery sheet, re-typed words → the empty register. */
export async function setUpArchive(running: RunningApp, folder: string): Promise<readonly string[]> {
  const { page } = running
  await page.getByRole('button', { name: '新建档案库' }).click()
  await page.getByLabel('单位名称').fill(company)
  await page.keyboard.press('Enter')
  await page.getByLabel('姓名').fill('周晓梅')
  await page.getByLabel('口令', { exact: false }).first().fill(password)
  await page.getByLabel('再输一次').fill(password)
  await running.picture('setup-user')
  await page.getByRole('button', { name: '下一步' }).click()
  await running.answerDialogs(
    { dialog: 'chooseFolder', answer: join(folder, 'files', 'archive') },
    { dialog: 'chooseFolder', answer: join(folder, 'files', 'backup') },
  )
  await page.getByRole('group', { name: '数据目录' }).getByRole('button').click()
  await expect(page.getByRole('group', { name: '数据目录' })).toContainText('archive')
  await page.getByRole('group', { name: '备份文件夹' }).getByRole('button').click()
  await expect(page.getByRole('group', { name: '备份文件夹' })).toContainText('backup')
  await running.picture('setup-folders')
  await page.getByRole('button', { name: '建立档案库' }).click()

  const lines = page.getByRole('list', { name: '恢复密钥，24 个词' }).getByRole('listitem')
  await expect(lines).toHaveCount(24)
  await running.picture('setup-recovery')
  const words = (await lines.allInnerTexts()).map((line) => line.replace(/^\s*\d+\s*/u, ''))
  await running.answerDialogs({ dialog: 'print', answer: join(folder, 'files', 'recovery.pdf') })
  await page.getByRole('button', { name: '打印' }).click()
  await expect(page.getByRole('status')).toContainText('已送到打印机')
  await page.getByRole('button', { name: '下一步：核对' }).click()
  for (const field of await page.getByRole('group', { name: '需要核对的词' }).getByRole('textbox').all()) {
    const position = Number(/\d+/u.exec((await field.getAttribute('aria-label')) ?? '')?.[0])
    await field.fill(words[position - 1] ?? '')
  }
  await running.picture('setup-retype')
  await page.getByRole('button', { name: '核对并开始使用' }).click()
  return words
}

/** Types the password into the lock, which has the focus. */
export async function unlock({ page }: RunningApp, typed = password): Promise<void> {
  const field = page.getByLabel('口令', { exact: true })
  await expect(field).toBeFocused()
  await field.fill(typed)
  await page.keyboard.press('Enter')
}
