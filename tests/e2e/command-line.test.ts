import { expect, test } from '@playwright/test'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { makePlainWorkbook } from '../../src/main/sample/plain-workbook.ts'
import { finish } from './finished-process.ts'
import { env, makeFolder } from './runtime.ts'

const password = '晴天也要带一把伞-2026'
const heads = ['客户名称', '统一社会信用代码', '联系人', '手机', '业务员', '登记日期', '注册资本（万元）']
const rows = [
  ['客户登记表'],
  heads,
  ['南京紫金电力设备有限公司', '91320106MA1XYZ1235', '张三', '13812345678', '赵国强', '2026-03-05', 500],
  ['常州三晶自动化股份有限公司', null, '钱七', '13600001111', '孙丽华', '2026.3.6', '1,200'],
  ['南京紫金电力设备有限公司', null, '李四', '13900001111', null, null, null],
  [null, null, '王五', '13700001111', null, null, null],
  ['合计', null, null, null, null, null, 1700],
]

/** Runs `out/main/cli.js` as `npm run cli` does. */
function cli(...args: string[]) {
  return finish([process.execPath, 'out/main/cli.js', ...args], env)
}

test('the command line keeps a register from set-up to restore', async () => {
  test.setTimeout(240_000)
  const folder = await makeFolder()
  const file = (name: string) => join(folder, name)
  await writeFile(file('password.txt'), `${password}\n`)
  await writeFile(file('legacy.xlsx'), makePlainWorkbook([{ name: '客户', rows }]))
  const common = ['--archive', file('archive'), '--password-file', file('password.txt'), '--json']
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { exitCode, stdout, stderr } = await cli(...args, ...common)
    expect(exitCode, stderr).toBe(0)
    return JSON.parse(stdout) as Record<string, unknown> // one document and nothing else
  }

  await json(
    'init',
    '--company',
    '江苏示例电气有限公司',
    '--user',
    '周敏',
    '--recovery-out',
    file('recovery.txt'),
  )
  const dryRun = await json('match', file('legacy.xlsx'))
  expect(dryRun['rows']).toMatchObject([
    { row: 3, decision: 'new' },
    { row: 4, decision: 'new' },
    { row: 5, decision: 'same', with: { row: 3 } },
    { row: 6, decision: 'rejected' },
    { row: 7, decision: 'rejected' },
  ])
  expect(await json('list')).toMatchObject({ total: 0 })

  const imported = await json('import', file('legacy.xlsx'), '--errors', file('errors.xlsx'))
  expect(imported).toMatchObject({
    batchId: 1,
    rows: 5,
    inserted: 2,
    merged: 1,
    likely: 0,
    skipped: 0,
    rejected: 2,
  })
  expect((await readFile(file('errors.xlsx'))).length).toBeGreaterThan(1000)
  for (const query of ['紫金电力', 'njzj', 'nanjingzijin', '1381234', '91320106MA1XYZ1235', '李四']) {
    expect(await json('list', '--query', query), query).toMatchObject({
      total: 1,
      customers: [{ number: 'KH-000001', name: '南京紫金电力设备有限公司', owner: '赵国强' }],
    })
  }
  expect(await json('show', 'KH-000002')).toMatchObject({
    name: '常州三晶自动化股份有限公司',
    registeredCapitalFen: 1_200_0000_00,
    registrations: [{ registeredOn: '2026-03-06' }],
  })
  expect(await json('cards', '--out', file('cards.pdf'))).toMatchObject({ customers: 2 })
  expect((await readFile(file('cards.pdf'))).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(await json('weekly', '--week', '2026-W10', '--xlsx', file('weekly.xlsx'))).toMatchObject({
    monday: '2026-03-02',
    total: { newRegistrations: 2 },
  })
  expect(await json('export', '--xlsx', file('export.xlsx'))).toMatchObject({ customers: 2 })

  const backup = await json('backup', '--to', file('backup'))
  expect(backup).toMatchObject({ verified: true })
  expect(await json('undo-import', '1')).toMatchObject({ removed: 2 })
  expect(await json('list')).toMatchObject({ total: 0 })

  const path = String(backup['path'])
  const verified = await cli('verify', path, '--recovery-file', file('recovery.txt'), '--json')
  expect(JSON.parse(verified.stdout)).toMatchObject({ verified: true, level: 'contents', customers: 2 })
  const restored = await cli(
    ...['restore', path, '--into', file('restored'), '--recovery-file', file('recovery.txt')],
    ...['--password-file', file('password.txt'), '--json'],
  )
  expect(restored.exitCode, restored.stderr).toBe(0)
  const listed = await cli(
    'list',
    '--archive',
    file('restored'),
    '--password-file',
    file('password.txt'),
    '--json',
  )
  expect(JSON.parse(listed.stdout)).toMatchObject({ total: 2 })
})

test('the command line tells refusals from wrong usage and changes nothing', async () => {
  const folder = await makeFolder()
  const file = (name: string) => join(folder, name)
  await mkdir(file('empty'))
  await writeFile(file('password.txt'), password)
  const unknown = await cli('explode')
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' })
  expect(unknown.stderr).toContain('没有“explode”这个命令')
  expect((await cli('list')).exitCode).toBe(2)
  const help = await cli('--help')
  expect(help).toMatchObject({ exitCode: 0, stderr: '' })
  expect(help.stdout).toContain('undo-import')
  const missing = await cli(
    'list',
    '--archive',
    file('empty'),
    '--password-file',
    file('password.txt'),
    '--json',
  )
  expect(missing).toMatchObject({ exitCode: 1, stdout: '' })
  expect(missing.stderr).toContain('没有档案库')
  expect(await readdir(file('empty'))).toEqual([])
})
