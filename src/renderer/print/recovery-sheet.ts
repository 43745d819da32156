import { block, cells, type PaperCell, type PaperRecord } from './paper-rows.ts'

const perLine = 4

/** The 24 recovery words, numbered, in a grid large enough to read and to copy by hand. */
export function recoverySheet(words: readonly string[], archiveId: string, companyName: string): PaperRecord {
  const lines = Array.from({ length: Math.ceil(words.length / perLine) }, (_, line) =>
    cells(
      ...words.slice(line * perLine, (line + 1) * perLine).flatMap((word, index): PaperCell[] => [
        { text: String(line * perLine + index + 1), span: 1, kind: 'label' },
        { text: word, span: 5, kind: 'strong' },
      ]),
    ),
  )
  return {
    archiveNumber: archiveId,
    runningHead: { kind: 'runningHead', left: '恢复密钥（续）', right: archiveId },
    blocks: [
      block(
        { kind: 'title', over: companyName, text: '档案库恢复密钥', under: '机密　请与计算机分开保管' },
        { kind: 'line', left: `档案库编号：${archiveId}`, right: `共 ${words.length} 个词，按编号顺序` },
      ),
      { heads: [], rows: lines.map((line) => ({ ...line, lines: 2 })), isKeptTogether: true },
      block(
        {
          kind: 'note',
          text: [
            '用途：忘记口令，或计算机损坏后从备份恢复时，凭这 24 个词打开档案库。',
            '保管：打印两份，分别锁在两处（例如财务保险柜和负责人处）。不拍照，不录入任何电子文件，不通过网络发送。',
            '失效：重新签发恢复密钥后，本页立即失效，应当销毁。',
            '口令和恢复密钥都丢失后，档案库无法再打开，没有其他办法。',
          ].join('\n'),
        },
        { kind: 'signatures', labels: ['制表人', '保管人', '负责人'] },
      ),
    ],
  }
}
