import path from 'node:path'
import { parseArgs } from 'node:util'

/** What a command takes: one positional argument or none, and its options. */
interface CommandShape {
  readonly positional?: string
  readonly options: readonly string[]
  readonly required?: readonly string[]
  readonly help: string
  /** Commands on a backup need no archive. */
  readonly needsArchive?: false
}

export const commands = {
  init: {
    options: ['company', 'recovery-out', 'backup-folder'],
    required: ['company', 'user', 'password-file', 'recovery-out'],
    help: 'init --company 单位 --user 姓名 --password-file 文件 --recovery-out 文件',
  },
  import: {
    positional: 'FILE',
    options: ['sheet', 'plan', 'errors'],
    help: 'import FILE [--sheet 工作表] [--plan safe|new-only] [--errors OUT.xlsx]',
  },
  match: { positional: 'FILE', options: ['sheet'], help: 'match FILE [--sheet 工作表]' },
  'undo-import': { positional: 'BATCH', options: [], help: 'undo-import BATCH' },
  list: { options: ['query', 'limit'], help: 'list [--query 文字] [--limit N]' },
  show: { positional: 'NUMBER', options: [], help: 'show KH-000001' },
  cards: { options: ['out', 'query'], required: ['out'], help: 'cards --out OUT.pdf [--query 文字]' },
  slips: { options: ['out', 'query'], required: ['out'], help: 'slips --out OUT.pdf [--query 文字]' },
  weekly: {
    options: ['week', 'xlsx', 'pdf'],
    required: ['week'],
    help: 'weekly --week 2026-W47 [--xlsx OUT.xlsx] [--pdf OUT.pdf]',
  },
  backup: { options: ['to'], required: ['to'], help: 'backup --to DIR' },
  verify: {
    positional: 'PATH',
    options: ['recovery-file'],
    needsArchive: false,
    help: 'verify PATH [--recovery-file FILE]',
  },
  restore: {
    positional: 'PATH',
    options: ['into', 'recovery-file'],
    required: ['into'],
    needsArchive: false,
    help: 'restore PATH --into DIR (--recovery-file FILE | --archive DIR) --password-file FILE',
  },
  export: { options: ['xlsx', 'query'], required: ['xlsx'], help: 'export --xlsx OUT.xlsx [--query 文字]' },
} as const satisfies Readonly<Record<string, CommandShape>>

export type CommandName = keyof typeof commands

export interface ParsedCommand {
  readonly name: CommandName
  readonly positional: string
  readonly options: Readonly<Record<string, string>>
  readonly isJson: boolean
}

/** Wrong usage: exit code 2 with this sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const commonOptions = ['archive', 'user', 'password-file'] as const

export function isCommandName(word: string | undefined): word is CommandName {
  return word !== undefined && Object.hasOwn(commands, word)
}

/** Reads `<command> [argument] --archive DIR …`; throws {@link UsageError} that names what is wrong. */
export function parseCommandLine(argv: readonly string[]): ParsedCommand {
  const [word, ...rest] = argv
  if (!isCommandName(word)) {
    throw new UsageError(word === undefined ? '请写出命令。' : `没有“${word}”这个命令。`)
  }
  const shape: CommandShape = commands[word]
  const names = [...commonOptions, ...shape.options]
  const { values, positionals }: Parsed = parse(rest, names, shape)
  const options = Object.fromEntries(
    names.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : [])),
  )
  const wanted = shape.positional === undefined ? 0 : 1
  if (positionals.length !== wanted) throw new UsageError(`用法：${shape.help}`)
  const required = [...(shape.required ?? []), ...(shape.needsArchive === false ? [] : ['archive'])]
  for (const name of required) {
    if (options[name] === undefined || options[name] === '')
      throw new UsageError(`缺少 --${name}。用法：${shape.help}`)
  }
  return { name: word, positional: positionals[0] ?? '', options, isJson: values['json'] === true }
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

function parse(rest: readonly string[], names: readonly string[], shape: CommandShape): Parsed {
  try {
    return parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      },
    })
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.split('\n')[0] : ''
    throw new UsageError(`参数有误（${detail}）。用法：${shape.help}`)
  }
}

export function usage(): string {
  const lines = Object.values(commands).map((command: CommandShape) => `  ${command.help}`)
  return [
    '标客簿命令行',
    '用法：npm run -s cli -- <命令> --archive DIR [--user 姓名] [--password-file 文件] [--json]',
    ...lines,
    '退出码：0 完成，1 被拒绝（没有改动），2 用法有误。',
  ].join('\n')
}

/** A path as the caller means it: from the caller's own folder. */
export function absolute(value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError('缺少文件或文件夹的路径。')
  return path.resolve(value)
}
