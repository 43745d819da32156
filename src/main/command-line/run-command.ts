import fs from 'node:fs/promises'
import path from 'node:path'
import type { CustomerSummary } from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import type { Client } from '../../shared/ipc/contract.ts'
import { writeFileDurably } from '../archive/durable-file.ts'
import { absolute, UsageError, type ParsedCommand } from './arguments.ts'
import type { Answer, CommandLineParts } from './command.ts'
import { importWorkbook, matchWorkbook } from './import-commands.ts'

/** Does what a parsed command says. Paths are taken from the caller's own folder. */
export async function runCommand(command: ParsedCommand, parts: CommandLineParts): Promise<Answer> {
  const { client } = parts
  const option = (name: string) => command.options[name]
  switch (command.name) {
    case 'init':
      return createArchive(command, client)
    case 'verify':
      return verifyBackup(command, client)
    case 'restore':
      return restoreBackup(command, client)
    case 'import':
      await openArchive(command, client)
      return importWorkbook(command, client)
    case 'match':
      await openArchive(command, client)
      return matchWorkbook(command, client)
    case 'undo-import': {
      await openArchive(command, client)
      const batchId = Number(command.positional)
      if (!Number.isInteger(batchId) || batchId < 1) throw new UsageError('批次须为数字，例如 undo-import 3')
      const result = await client('import.undo', { batchId })
      return {
        text: `已撤销批次 ${batchId}：删除 ${result.removed}，还原 ${result.restored}。`,
        json: { batchId, ...result },
      }
    }
    case 'list': {
      await openArchive(command, client)
      return listCustomers(client, option('query') ?? '', limitOf(option('limit')))
    }
    case 'show': {
      await openArchive(command, client)
      const card = await client('customer.findByNumber', { number: command.positional })
      if (card === null) throw new AppError('not-found', 'No customer has that number')
      const { customer, ownerName } = card
      return {
        text: `${customer.number} ${customer.customerName} ${customer.creditCode ?? ''} ${ownerName ?? ''}`.trim(),
        json: {
          ...customer,
          name: customer.customerName,
          owner: ownerName,
          contacts: card.contacts,
          registrations: card.registrations,
          tenders: card.tenders,
        },
      }
    }
    case 'cards':
    case 'slips': {
      await openArchive(command, client)
      const isSlips = command.name === 'slips'
      const customerIds = await client('print.customerIds', {
        text: option('query') ?? '',
        withRegistrationOnly: isSlips,
      })
      if (customerIds.length === 0)
        throw new AppError('not-found', 'Nothing to print', { details: { message: '没有可以打印的客户。' } })
      const content = await client('print.content', {
        document: { kind: isSlips ? 'registrationSlips' : 'profileCards', customerIds },
      })
      const out = absolute(option('out'))
      writeFileDurably(out, Buffer.from(await parts.pagePrinter(content)))
      return {
        text: `已写入 ${out}（${customerIds.length} 家客户）。`,
        json: { out, customers: customerIds.length },
      }
    }
    case 'weekly':
      await openArchive(command, client)
      return writeWeekly(command, parts)
    case 'backup': {
      await openArchive(command, client)
      const run = await client('backup.runTo', { folder: absolute(option('to')) })
      if (run.path === null || !run.isVerified) {
        throw new AppError('backup-failed', 'The backup was not verified', {
          ...(run.problem !== null && { details: { message: run.problem } }),
        })
      }
      return {
        text: `已备份并核验：${run.path}`,
        json: { path: run.path, verified: run.isVerified, bytes: run.bytes },
      }
    }
    case 'export': {
      await openArchive(command, client)
      const target = absolute(option('xlsx'))
      const { customers } = await client('export.customers', {
        path: target,
        listId: null,
        text: option('query') ?? '',
      })
      return { text: `已导出 ${customers} 家客户：${target}`, json: { path: target, customers } }
    }
  }
}

/** The first line of the password file; the line end is not part of the password. */
async function readPassword(command: ParsedCommand): Promise<string> {
  const file = command.options['password-file']
  if (file === undefined) throw new UsageError('缺少 --password-file。')
  const text = await readTextFile(file)
  return text.replace(/^\uFEFF/u, '').split(/\r?\n/u)[0] ?? ''
}

async function readTextFile(file: string): Promise<string> {
  try {
    return await fs.readFile(path.resolve(file), 'utf8')
  } catch (cause) {
    throw new AppError('path-refused', 'A file named on the command line cannot be read', {
      details: { message: `读不到文件 ${file}，请核对路径和权限。` },
      cause,
    })
  }
}

/** The 24 words of what `init --recovery-out` wrote; numbers and other lines are passed over. */
async function readRecoveryWords(file: string): Promise<string[]> {
  const words = (await readTextFile(file))
    .split(/\r?\n/u)
    .flatMap((line) => [...line.matchAll(/(\d{1,2})\s*[.、．)]?\s*([A-Za-z]{3,8})(?![A-Za-z])/gu)])
    .map((match) => ({ position: Number(match[1]), word: match[2] ?? '' }))
    .sort((left, right) => left.position - right.position)
  if (words.length !== 24 || words.some(({ position }, index) => position !== index + 1)) {
    throw new AppError('restore-refused', 'The recovery file does not hold 24 numbered words', {
      details: { message: `文件 ${file} 里没有完整的 24 个恢复词。请使用建档时写出的恢复文件。` },
    })
  }
  return words.map(({ word }) => word)
}

async function openArchive(command: ParsedCommand, client: Client): Promise<void> {
  const password = await readPassword(command)
  await client('archive.mount', { folder: absolute(command.options['archive']) })
  await client('session.unlock', { userName: command.options['user'] ?? null, password })
}

async function createArchive(command: ParsedCommand, client: Client): Promise<Answer> {
  const folder = absolute(command.options['archive'])
  const recoveryOut = absolute(command.options['recovery-out'])
  const companyName = command.options['company'] ?? ''
  const userName = command.options['user'] ?? ''
  const backupFolder = command.options['backup-folder']
  await assertWritableNewFile(recoveryOut)
  const { recoveryWords, askedPositions } = await client('archive.create', {
    folder,
    companyName,
    userName,
    password: await readPassword(command),
    backupFolder: backupFolder === undefined ? null : path.resolve(backupFolder),
  })
  const lines = [
    '标客簿恢复密钥',
    '口令丢失时，只有这 24 个词能重设口令、打开备份。请打印后分两处保存，并删除本文件。',
    ...recoveryWords.map((word, index) => `${String(index + 1).padStart(2, '0')}. ${word}`),
  ]
  writeFileDurably(recoveryOut, `${lines.join('\n')}\n`)
  // What was written is read back: the same proof that the window asks of a person by re-typing.
  const readBack = await readRecoveryWords(recoveryOut)
  await client('recovery.confirm', {
    words: askedPositions.map((position) => ({ position, word: readBack[position - 1] ?? '' })),
  })
  return {
    text: `档案库已建立：${folder}\n恢复密钥：${recoveryOut}`,
    json: { archive: folder, recovery: recoveryOut },
  }
}

async function assertWritableNewFile(file: string): Promise<void> {
  try {
    await fs.access(path.dirname(file), fs.constants.W_OK)
  } catch (cause) {
    throw new AppError('path-refused', 'The recovery file cannot be written', {
      details: { message: `不能写入 ${file}，请换一个文件夹。` },
      cause,
    })
  }
}

async function listCustomers(client: Client, text: string, limit: number): Promise<Answer> {
  const { listId, total } = await client('customer.openList', {
    filter: { text },
    sortBy: 'number',
    descending: false,
  })
  const customers: CustomerSummary[] = []
  while (customers.length < Math.min(limit, total)) {
    const page = await client('customer.listPage', {
      listId,
      offset: customers.length,
      limit: Math.min(200, limit - customers.length),
    })
    if (page.length === 0) break
    customers.push(...page)
  }
  return {
    text: [
      ...customers.map(
        (line) => `${line.number}  ${line.customerName}  ${line.creditCode ?? '—'}  ${line.ownerName ?? '—'}`,
      ),
      `共 ${total} 家`,
    ].join('\n'),
    json: {
      total,
      customers: customers.map(({ ownerName, customerName, ...line }) => ({
        ...line,
        name: customerName,
        owner: ownerName,
      })),
    },
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return 100
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit 须为正整数。')
  return limit
}

async function writeWeekly(command: ParsedCommand, parts: CommandLineParts): Promise<Answer> {
  const week = command.options['week'] ?? ''
  const { xlsx, pdf } = command.options
  const report = await parts.client('report.weekly', { week })
  if (xlsx !== undefined) await parts.client('report.weeklyWorkbook', { week, path: absolute(xlsx) })
  if (pdf !== undefined) {
    const content = await parts.client('print.content', { document: { kind: 'weeklyReport', week } })
    writeFileDurably(absolute(pdf), Buffer.from(await parts.pagePrinter(content)))
  }
  return {
    text: `${week}（${report.monday} 至 ${report.sunday}）：新登记 ${report.total.newRegistrations}，逾时 ${report.total.lateRegistrations}。`,
    json: {
      ...report,
      xlsx: xlsx === undefined ? null : absolute(xlsx),
      pdf: pdf === undefined ? null : absolute(pdf),
    },
  }
}

async function verifyBackup(command: ParsedCommand, client: Client): Promise<Answer> {
  const recoveryFile = command.options['recovery-file']
  if (recoveryFile === undefined && command.options['archive'] !== undefined)
    await openArchive(command, client)
  const verdict = await client('backup.verify', {
    path: absolute(command.positional),
    recoveryWords: recoveryFile === undefined ? null : await readRecoveryWords(recoveryFile),
  })
  if (!verdict.isVerified) {
    throw new AppError('restore-refused', 'The backup is not sound', {
      details: { message: verdict.problem ?? '这份备份没有通过核验。' },
    })
  }
  const depth =
    verdict.level === 'contents' ? `内容核验通过，${verdict.customers ?? 0} 家客户` : '文件校验通过（未开库）'
  return { text: `${verdict.path}：${depth}。`, json: { ...verdict, verified: verdict.isVerified } }
}

async function restoreBackup(command: ParsedCommand, client: Client): Promise<Answer> {
  const recoveryFile = command.options['recovery-file']
  if (recoveryFile === undefined && command.options['archive'] === undefined) {
    throw new UsageError('恢复需要 --recovery-file，或同一档案库的 --archive 与 --password-file。')
  }
  const newPassword = await readPassword(command)
  if (recoveryFile === undefined) await openArchive(command, client)
  const restored = await client('backup.restore', {
    path: absolute(command.positional),
    intoFolder: absolute(command.options['into']),
    recoveryWords: recoveryFile === undefined ? null : await readRecoveryWords(recoveryFile),
    newPassword,
  })
  return { text: `已恢复到 ${restored.folder}：${restored.customers} 家客户。`, json: restored }
}
