import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { shanghaiDayOf } from '../../shared/calendar-day.ts'
import { failureText } from '../../shared/failure-text.ts'
import { AppError } from '../../shared/failure.ts'
import { weekOf } from '../../shared/report/week.ts'
import { writeFileDurably } from '../archive/durable-file.ts'
import { runCommandLine } from '../command-line/command-line.ts'
import type { CommandLineParts } from '../command-line/command.ts'
import { writeSampleWorkbook } from '../sample/sample-workbook.ts'

export interface SampleJobResult {
  readonly customers: number
  readonly merged: number
  readonly likely: number
  readonly rejected: number
  readonly cardsPages: number
  readonly slipsPages: number
  readonly weeklyXlsx: string
  readonly weeklyPdf: string
  readonly backup: { readonly path: string; readonly verified: boolean }
  readonly electron: string | null
  readonly folder: string
}

/** Opens the sample archive; it guards nothing and is told beside the results. */
const samplePassword = '样例档案-晴天打伞-42'
const sampleUser = '样例内勤'

/**
 * The main job once through, on a fresh archive: import a legacy workbook, print cards, slips and the weekly
 * summary, back up, verify. It goes by the commands that a person would type. Returns the exit code.
 */
export async function runSampleJob(argv: readonly string[], parts: CommandLineParts): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { folder: { type: 'string' }, workbook: { type: 'string' }, json: { type: 'boolean' } },
  })
  if (values.folder === undefined) {
    parts.writeError('样例作业缺少 --folder。请用 npm run job 启动。\n')
    return 2
  }
  try {
    const result = await doJob(path.resolve(values.folder), values.workbook ?? null, parts)
    parts.writeOut(values.json === true ? `${JSON.stringify(result)}\n` : textOf(result))
    return 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    parts.writeError(`${failureText(error.toFailure())}（${error.code}）\n`)
    return 1
  }
}

async function doJob(
  folder: string,
  workbook: string | null,
  parts: CommandLineParts,
): Promise<SampleJobResult> {
  const archive = path.join(folder, 'archive')
  const backup = path.join(folder, 'backup')
  const out = path.join(folder, 'out')
  for (const part of [archive, backup, out]) fs.mkdirSync(part, { recursive: true })
  const passwordFile = path.join(folder, 'password.txt')
  const recoveryFile = path.join(out, 'recovery.txt')
  writeFileDurably(passwordFile, `${samplePassword}\n`)
  const legacy = workbook ?? path.join(out, 'sample-legacy.xlsx')
  if (workbook === null) writeSampleWorkbook(legacy)

  const common = ['--archive', archive, '--password-file', passwordFile]
  const run = <T>(...argv: string[]) => runForJson<T>([...argv, ...common], parts)
  await run('init', '--company', '样例电气有限公司', '--user', sampleUser, '--recovery-out', recoveryFile)
  const imported = await run<{ merged: number; likely: number; rejected: number }>(
    'import',
    legacy,
    '--errors',
    path.join(out, 'rejected.xlsx'),
  )
  const { total } = await run<{ total: number }>('list', '--limit', '1')
  const cards = path.join(out, 'cards.pdf')
  const slips = path.join(out, 'slips.pdf')
  await run('cards', '--out', cards)
  await run('slips', '--out', slips)
  const weeklyXlsx = path.join(out, 'weekly.xlsx')
  const weeklyPdf = path.join(out, 'weekly.pdf')
  await run('weekly', '--week', weekOf(shanghaiDayOf(new Date())), '--xlsx', weeklyXlsx, '--pdf', weeklyPdf)
  const backedUp = await run<{ path: string }>('backup', '--to', backup)
  const verdict = await runForJson<{ verified: boolean; level: string }>(
    ['verify', backedUp.path, '--recovery-file', recoveryFile],
    parts,
  )
  return {
    customers: total,
    merged: imported.merged,
    likely: imported.likely,
    rejected: imported.rejected,
    cardsPages: pagesOf(cards),
    slipsPages: pagesOf(slips),
    weeklyXlsx,
    weeklyPdf,
    backup: { path: backedUp.path, verified: verdict.verified && verdict.level === 'contents' },
    electron: process.versions['electron'] ?? null,
    folder,
  }
}

/** Runs one command and gives what it printed; what it refuses ends the job with its own sentence. */
async function runForJson<T>(argv: readonly string[], parts: CommandLineParts): Promise<T> {
  const [printed, complaints]: [string[], string[]] = [[], []]
  const exitCode = await runCommandLine([...argv, '--json'], {
    ...parts,
    writeOut: (text) => printed.push(text),
    writeError: (text) => complaints.push(text),
  })
  if (exitCode === 0) return JSON.parse(printed.join('')) as T // the command's own document
  throw new AppError('unexpected', `The command ${argv[0] ?? ''} ended with ${exitCode}`, {
    details: { message: `${argv[0] ?? ''}：${complaints.join('').trim()}` },
  })
}

/** Chromium writes each page as an object of its own, uncompressed. */
function pagesOf(pdf: string): number {
  return fs.readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b(?!s)/gu)?.length ?? 0
}

function textOf(result: SampleJobResult): string {
  return [
    `客户 ${result.customers}，补空 ${result.merged}，待定 ${result.likely}，退回 ${result.rejected}`,
    `资料卡 ${result.cardsPages} 页，登记表 ${result.slipsPages} 页`,
    `周报 ${result.weeklyXlsx} ${result.weeklyPdf}`,
    `备份 ${result.backup.path}（${result.backup.verified ? '已核验' : '未通过核验'}）`,
    `Electron ${result.electron ?? '—'}`,
    `样例档案的口令在 ${path.join(result.folder, 'password.txt')}，恢复密钥在 ${path.join(result.folder, 'out', 'recovery.txt')}`,
    '',
  ].join('\n')
}
