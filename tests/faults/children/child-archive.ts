import {
  archiveKeyBytes,
  openArchive,
  type ArchiveConnection,
} from '../../../src/main/archive/open-archive.ts'

/** Opens the archive that the parent named in the environment, as the one writer. */
export function openChildArchive(): ArchiveConnection & { readonly folder: string } {
  const folder = required('FAULT_FOLDER')
  const key = Buffer.from(required('FAULT_KEY'), 'hex')
  if (key.length !== archiveKeyBytes) throw new Error('The parent gave no key')
  return { ...openArchive({ folder, key, mode: 'writer' }), folder }
}

export function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}
