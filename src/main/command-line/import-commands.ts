import { AppError } from '../../shared/failure.ts'
import type { Client, RequestFor, ResultFor } from '../../shared/ipc/contract.ts'
import { absolute, UsageError, type ParsedCommand } from './arguments.ts'
import type { Answer } from './command.ts'

const pageSize = 200

/** `import FILE`: prepares, commits by the plan, and writes the rejected rows where `--errors` says. */
export async function importWorkbook(command: ParsedCommand, client: Client): Promise<Answer> {
  const plan = planOf(command.options['plan'])
  const { sourceId } = await prepare(command, client)
  const result = await client('import.commit', { sourceId, plan })
  const { errors } = command.options
  if (errors !== undefined)
    await client('import.writeErrors', { batchId: result.batchId, path: absolute(errors) })
  return {
    text: [
      `批次 ${result.batchId}：共 ${result.rows} 行，新增 ${result.inserted}，补空 ${result.merged}，待定 ${result.likely}，跳过 ${result.skipped}，退回 ${result.rejected}。`,
      ...result.problems.slice(0, 20).map(({ row, column, problem }) => `第 ${row} 行 ${column}：${problem}`),
    ].join('\n'),
    json: result,
  }
}

/** `match FILE`: the decisions of a dry run; nothing is written. */
export async function matchWorkbook(command: ParsedCommand, client: Client): Promise<Answer> {
  const { sourceId, counts } = await prepare(command, client)
  const rows: ResultFor<'import.stagedRows'>['rows'] = []
  for (;;) {
    const page = await client('import.stagedRows', {
      sourceId,
      show: 'all',
      offset: rows.length,
      limit: pageSize,
    })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) break
  }
  await client('import.close', { sourceId })
  return {
    text: `共 ${counts.rows} 行：相同 ${counts.same}，疑似 ${counts.likely}，新客户 ${counts.fresh}，退回 ${counts.rejected}。`,
    json: {
      rows: rows.map(({ row, decision, with: target, score, reasons }) => ({
        row,
        decision,
        with: target,
        score,
        reasons,
      })),
    },
  }
}

async function prepare(command: ParsedCommand, client: Client) {
  const sheetName = command.options['sheet'] ?? null
  const source = await client('import.openFile', { path: absolute(command.positional), sheetName })
  const sheetIndex = source.sheets.findIndex((sheet) =>
    sheetName === null ? !sheet.isHidden && sheet.dataRowCount > 0 : sheet.name === sheetName,
  )
  const sheet = source.sheets[sheetIndex]
  if (sheet === undefined) {
    throw new AppError('workbook-refused', 'No sheet holds a table', {
      details: {
        message:
          sheetName === null
            ? '这份文件里没有找到带表头的客户表。请确认第一张可见工作表里有“客户名称”之类的表头。'
            : `没有名为“${sheetName}”的工作表。`,
      },
    })
  }
  const columns: RequestFor<'import.prepare'>['columns'] = sheet.columns
  const counts = await client('import.prepare', { sourceId: source.sourceId, sheetIndex, columns })
  return { sourceId: source.sourceId, counts }
}

function planOf(text: string | undefined): 'safe' | 'newOnly' {
  if (text === undefined || text === 'safe') return 'safe'
  if (text === 'new-only') return 'newOnly'
  throw new UsageError('--plan 只能是 safe 或 new-only。')
}
