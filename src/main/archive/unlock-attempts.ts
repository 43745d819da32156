import fs from 'node:fs'
import os from 'node:os'
import { z } from 'zod'
import { AppError } from '../../shared/failure.ts'
import { archiveFile } from './archive-layout.ts'
import { writeFileDurably } from './durable-file.ts'
import { authenticate, deriveKey, isSameMac } from './keyring-crypto.ts'

const freeTries = 5
const longestWaitSeconds = 15 * 60
const mostNames = 200

const attemptSchema = z.strictObject({
  nameTag: z.string().max(64),
  failures: z.int().min(0).max(1_000_000),
  /** Seconds since the system started, when the last try began. */
  uptimeSeconds: z.number().min(0),
})
const fileSchema = z.strictObject({
  attempts: z.array(attemptSchema).max(mostNames),
  mac: z.string().max(64),
})
type Attempt = z.output<typeof attemptSchema>

/** Which archive the tries are counted for; a keyring's body fits. */
interface KeyringIdentity {
  readonly archiveId: string
  readonly nameSalt: string
}

export interface AttemptsClock {
  /** Seconds since the system started. */
  uptimeSeconds(): number
}

/** Seconds to wait after the n-th failure in a row: none for five, then 2, 4, 8 … at most 15 minutes. */
export function waitAfter(failures: number): number {
  if (failures <= freeTries) return 0
  return Math.min(2 ** Math.min(failures - freeTries, 20), longestWaitSeconds)
}

/**
 * Slows down guessing at the login screen. A stolen folder is guarded by Argon2, not by this.
 *
 * Time is the system's uptime, which no change of the clock moves; after a restart the wait starts anew
 * with the system. The file carries a MAC, whose key lies in the keyring in the open: there is no secret
 * before a password is given. It turns an edit by hand into a visible one. A missing or edited file
 * takes the free tries away from everybody.
 */
export class UnlockAttempts {
  readonly #folder: string
  readonly #clock: AttemptsClock
  #wasTamperedWith = false

  constructor(folder: string, clock: AttemptsClock = { uptimeSeconds: () => os.uptime() }) {
    this.#folder = folder
    this.#clock = clock
  }

  /** True once a missing or edited file was met: for the audit log, after the archive is open. */
  get wasTamperedWith(): boolean {
    return this.#wasTamperedWith
  }

  /** Counts a try as failed until {@link succeed} says otherwise, or throws `too-many-attempts`. */
  begin(keyring: KeyringIdentity, nameTag: string): void {
    const attempts = this.#load(keyring)
    const known = attempts.find((attempt) => attempt.nameTag === nameTag)
    const now = this.#clock.uptimeSeconds()
    const failures = known?.failures ?? this.#failuresOfUnknown(attempts)
    const since = known ?? attempts.find((attempt) => attempt.nameTag === anyName)
    const waitSeconds = Math.ceil(waitAfter(failures) - elapsedSince(since, now))
    if (waitSeconds > 0) {
      throw new AppError('too-many-attempts', 'Too many wrong passwords in a row', {
        details: { waitSeconds: String(waitSeconds) },
      })
    }
    const counted = { nameTag, failures: failures + 1, uptimeSeconds: now }
    this.#save(keyring, [counted, ...attempts.filter((attempt) => attempt.nameTag !== nameTag)])
  }

  succeed(keyring: KeyringIdentity, nameTag: string): void {
    const attempts = this.#load(keyring).filter(
      (attempt) => attempt.nameTag !== nameTag && attempt.nameTag !== anyName,
    )
    this.#save(keyring, attempts)
  }

  #failuresOfUnknown(attempts: readonly Attempt[]): number {
    return attempts.find((attempt) => attempt.nameTag === anyName)?.failures ?? 0
  }

  #load(keyring: KeyringIdentity): readonly Attempt[] {
    const attempts = readAttempts(this.#folder, keyring)
    if (attempts !== null) return attempts
    this.#wasTamperedWith = true
    return [{ nameTag: anyName, failures: freeTries, uptimeSeconds: this.#clock.uptimeSeconds() }]
  }

  #save(keyring: KeyringIdentity, attempts: readonly Attempt[]): void {
    // The most tried names stay, so that a flood of invented names cannot push a real one out.
    const kept = attempts.toSorted((first, second) => second.failures - first.failures).slice(0, mostNames)
    writeAttempts(this.#folder, keyring, kept)
  }
}

/** Stands for every name after the file was missing or edited. Not base64, so no name has it. */
const anyName = '*'

/** Written with the keyring, so that from then on a missing file means that somebody deleted it. */
export function createAttemptsFile(folder: string, keyring: KeyringIdentity): void {
  writeAttempts(folder, keyring, [])
}

function elapsedSince(attempt: Attempt | undefined, now: number): number {
  if (attempt === undefined) return 0
  return now >= attempt.uptimeSeconds ? now - attempt.uptimeSeconds : now
}

function readAttempts(folder: string, keyring: KeyringIdentity): readonly Attempt[] | null {
  try {
    const { attempts, mac } = fileSchema.parse(
      JSON.parse(fs.readFileSync(archiveFile(folder, 'attempts'), 'utf8')),
    )
    return isSameMac(Buffer.from(mac, 'base64'), macOf(keyring, attempts)) ? attempts : null
  } catch {
    return null // missing, unreadable or edited: all count as tampering
  }
}

function writeAttempts(folder: string, keyring: KeyringIdentity, attempts: readonly Attempt[]): void {
  const mac = macOf(keyring, attempts).toString('base64')
  writeFileDurably(archiveFile(folder, 'attempts'), `${JSON.stringify({ attempts, mac })}\n`)
}

function macOf(keyring: KeyringIdentity, attempts: readonly Attempt[]): Buffer {
  const key = deriveKey(
    Buffer.from(keyring.nameSalt, 'base64'),
    Buffer.from(keyring.archiveId, 'utf8'),
    'biaokebu/attempts-mac/1',
  )
  return authenticate(key, JSON.stringify(attempts))
}
