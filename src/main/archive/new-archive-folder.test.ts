import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fillNewArchiveFolder } from './new-archive-folder.ts'
import { temporaryFolder } from './temporary-archive.ts'

const files = ['archive.db', 'attempts.json', 'keyring.json', 'keyring.prev.json']

function build(work: string): Promise<string> {
  for (const name of files) fs.writeFileSync(path.join(work, name), name)
  return Promise.resolve('built')
}

describe('fillNewArchiveFolder', () => {
  it('makes the folder with every file in its place', async () => {
    const folder = path.join(temporaryFolder(), 'new', '标客簿')
    expect(await fillNewArchiveFolder(folder, build)).toBe('built')
    expect(fs.readdirSync(folder).toSorted()).toEqual(files)
  })

  it('refuses a folder with anything in it and leaves that alone', async () => {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, '合同.docx'), 'x')
    await expect(fillNewArchiveFolder(folder, build)).rejects.toMatchObject({ code: 'already-exists' })
    expect(fs.readdirSync(folder)).toEqual(['合同.docx'])
  })

  it('leaves nothing behind when building fails', async () => {
    const folder = temporaryFolder()
    const failing = async (work: string) => {
      await build(work)
      throw new Error('no such code list')
    }
    await expect(fillNewArchiveFolder(folder, failing)).rejects.toThrow('no such code list')
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('clears away what a killed attempt left, moved or not', async () => {
    const folder = temporaryFolder()
    const work = path.join(folder, 'creating.tmp-0123456789ab')
    fs.mkdirSync(work)
    fs.writeFileSync(path.join(work, 'keyring.json'), 'half')
    fs.writeFileSync(path.join(folder, 'archive.db'), 'moved already')
    await fillNewArchiveFolder(folder, build)
    expect(fs.readdirSync(folder).toSorted()).toEqual(files)
    expect(fs.readFileSync(path.join(folder, 'archive.db'), 'utf8')).toBe('archive.db')
  })

  it('refuses a place where no folder can be made', async () => {
    const file = path.join(temporaryFolder(), 'file')
    fs.writeFileSync(file, '')
    await expect(fillNewArchiveFolder(path.join(file, 'x'), build)).rejects.toMatchObject({
      code: 'path-refused',
    })
  })
})
