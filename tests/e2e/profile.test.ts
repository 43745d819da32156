import { expect, test } from '@playwright/test'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { findReadable } from '../faults/readable-scan.ts'
import { expectAccessible } from './accessibility.ts'
import { ask, registerCustomers } from './ask.ts'
import { company, setUpArchive, unlock } from './set-up.ts'
import { makeJourneyFolder, startApp } from './window.ts'

const markers = ['台州椒江水泵制造有限公司', '13800138000', '李工程', '王建国', '科技园路', company, '周晓梅']

test('nothing of the register is readable outside it, in the profile least of all', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  await setUpArchive(running, folder)
  await expect(running.page.getByText('档案库已建立，还没有客户')).toBeVisible()
  const [id] = await registerCustomers(running, ['台州椒江水泵制造有限公司'])
  await ask(running, 'customer.find', { text: '椒江水泵', limit: 10 })
  await running.page.keyboard.press('Control+2')
  await expect(running.page.getByText('台州椒江水泵制造有限公司')).toBeVisible()
  await running.page.keyboard.press('Control+4')
  await expect(running.page.getByText('销售周报汇总', { exact: true })).toBeVisible()
  await ask(running, 'customer.get', { id })
  await running.close()

  const profile = join(folder, 'profile')
  // Chromium keeps small databases of its own there; what counts is what is in them.
  const inProfile = findReadable(profile, markers).filter(({ encoding }) => encoding !== 'header')
  expect(inProfile).toEqual([])
  for (const part of ['archive', 'backup']) {
    expect(findReadable(join(folder, 'files', part), markers)).toEqual([])
  }
  const entries = await readdir(profile, { recursive: true })
  expect(
    entries.filter((name) => /(?:^|\/)(?:Cache_Data|Service Worker|IndexedDB|Crashpad\/.*\.dmp)/u.test(name)),
  ).toEqual([])
})

test('an archive that is not where it was is told, and opened where it is now', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  await setUpArchive(running, folder)
  await expect(running.page.getByText('档案库已建立，还没有客户')).toBeVisible()
  await running.close()
  const [place, newPlace] = [join(folder, 'files', 'archive'), join(folder, 'files', 'moved')]
  await rename(place, newPlace)

  const again = await startApp(folder)
  await expect(again.page.getByRole('alert')).toContainText('没有档案库')
  await expect(again.page.getByText(`数据目录：${place}`)).toBeVisible()
  await again.picture('unopened')
  await expectAccessible(again.page, 'unopened archive')
  await again.page.getByRole('button', { name: '再试一次' }).click()
  await expect(again.page.getByRole('alert')).toContainText('没有档案库')
  await again.answerDialogs({ dialog: 'chooseFolder', answer: newPlace })
  await again.page.getByRole('button', { name: '打开其他档案库' }).click()
  await again.page.getByRole('button', { name: '打开已有档案库' }).click()
  await unlock(again)
  await expect(again.page.getByRole('link', { name: '周晓梅' })).toBeVisible()
  expect(again.complaints).toEqual([])
  await again.close()
})
