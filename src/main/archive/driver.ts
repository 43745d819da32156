import Database from 'better-sqlite3'
import { archiveCipher } from './archive-layout.ts'
import { deriveKey } from './keyring-crypto.ts'

const saltBytes = 16

/**
 * The first 16 bytes of an archive file. A raw key needs no salt, and a random one would be the only bytes
 * of the file that nothing authenticates; derived from the key, a changed one is noticed. Copies keep it.
 */
export function archiveFileSalt(key: Buffer): Buffer {
  return deriveKey(key, Buffer.alloc(0), 'biaokebu/file-salt/1').subarray(0, saltBytes)
}

/** Opens a database file with the binding that fits the running Electron or Node. */
export function openDatabaseFile(
  file: string,
  options: Pick<Database.Options, 'readonly' | 'fileMustExist' | 'timeout'>,
): Database.Database {
  const binding = developmentBinding()
  return new Database(file, { ...options, ...(binding !== null && { nativeBinding: binding }) })
}

/** The driver's own binaries need it. */
const nodeApiOfDriver = 10

/**
 * The binding built for a development Electron that is older than the driver's own binaries. A shipped app
 * has the newer Node-API and so never loads a library that somebody named in its environment.
 */
function developmentBinding(): string | null {
  const named = process.env['BIAOKEBU_NATIVE_BINDING'] ?? ''
  return named !== '' && Number(process.versions['napi']) < nodeApiOfDriver ? named : null
}

/** Chooses the authenticated cipher and sets a raw key. The key is not proved: that is the first read's part. */
export function setArchiveKey(sqlite: Database.Database, key: Buffer): void {
  // The `raw:` form: a plain 32-byte Buffer would be taken for a passphrase and cost PBKDF2.
  const rawKey = Buffer.concat([Buffer.from('raw:', 'latin1'), key, archiveFileSalt(key)])
  try {
    sqlite.pragma(`cipher = '${archiveCipher}'`) // before the key, which binds to the cipher then set
    if (sqlite.pragma('cipher', { simple: true }) !== archiveCipher)
      throw new Error('The cipher was not accepted')
    const keyed = sqlite as Database.Database & { key(key: Buffer): number } // the typings are the plain driver's
    keyed.key(rawKey)
  } finally {
    rawKey.fill(0)
  }
}
