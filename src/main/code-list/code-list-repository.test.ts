import { expect, it } from 'vitest'
import { codeListNames } from '../../shared/code-list/code-list.ts'
import { temporaryArchive } from '../archive/temporary-archive.ts'
import { addCodeEntry, findCodeEntryByLabel, listCodeEntries, seedCodeLists } from './code-list-repository.ts'

it('seeds every list, findable by pinyin', async () => {
  const { db } = await temporaryArchive()
  await seedCodeLists(db)
  const entries = await listCodeEntries(db)
  expect(new Set(entries.map(({ list }) => list))).toEqual(new Set(codeListNames))
  expect(
    entries.find(({ list, code }) => list === 'customerType' && code === 'procuringEntity'),
  ).toMatchObject({
    label: '招标人',
    pinyin: 'zhaobiaoren',
    initials: 'zbr',
    retiredOn: null,
  })
  expect(entries.some(({ list, code }) => list === 'noCreditCodeReason' && code === 'legacyImport')).toBe(
    true,
  )
  expect(entries.filter(({ list }) => list === 'customerGrade').map(({ code }) => code)).toEqual([
    'A',
    'B',
    'C',
    'D',
  ])
})

it('adds an entry at the end under a code of its own and refuses the same label again', async () => {
  const { db } = await temporaryArchive()
  await seedCodeLists(db)
  const draft = { list: 'leadSource' as const, label: '行业协会', importBatchId: null }
  const added = await addCodeEntry(db, draft)
  expect(added).toMatchObject({ code: 'u1', label: '行业协会', initials: 'hyxh' })
  expect((await listCodeEntries(db)).filter(({ list }) => list === 'leadSource').at(-1)?.code).toBe('u1')
  await expect(addCodeEntry(db, { ...draft, label: ' 行业协会 ' })).rejects.toMatchObject({
    code: 'already-exists',
  })
  expect(await findCodeEntryByLabel(db, 'leadSource', '行业协会')).toEqual(added)
  expect(await addCodeEntry(db, { ...draft, label: '商会' })).toMatchObject({ code: 'u2' })
})
