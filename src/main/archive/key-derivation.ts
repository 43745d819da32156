import crypto from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../shared/failure.ts'

const mebi = 1024 // KiB

/**
 * Argon2id's cost. The floor is RFC 9106's second recommended option; a stolen keyring is attacked
 * offline, so a web server's smaller figures are not enough. The ceiling keeps a tampered file from
 * eating the machine's memory.
 */
export const argon2ParametersSchema = z.object({
  memoryKib: z
    .int()
    .min(64 * mebi)
    .max(1024 * mebi),
  iterations: z.int().min(3).max(10),
  parallelism: z.int().min(4).max(16),
})
export type Argon2Parameters = z.output<typeof argon2ParametersSchema>

export const floorParameters: Argon2Parameters = { memoryKib: 64 * mebi, iterations: 3, parallelism: 4 }
export const defaultParameters: Argon2Parameters = { memoryKib: 128 * mebi, iterations: 3, parallelism: 4 }

export const saltBytes = 16
const outputBytes = 32

interface RawParameters {
  readonly memoryKib: number
  readonly iterations: number
  readonly parallelism: number
}
type Argon2id = (secret: Buffer, salt: Buffer, parameters: RawParameters) => Promise<Buffer>

export type Argon2Engine = 'native' | 'wasm'

/**
 * Derives 32 bytes from a password by Argon2id. The password is normalised to NFC, so that the same
 * characters typed on another machine give the same key. Parameters outside the bounds are refused.
 */
export async function derivePasswordKey(
  password: string,
  salt: Buffer,
  parameters: Argon2Parameters,
): Promise<Buffer> {
  const checked = argon2ParametersSchema.safeParse(parameters)
  if (!checked.success || salt.length !== saltBytes) {
    throw new AppError('archive-damaged', 'The keyring asks for a key derivation outside the bounds', {
      details: {
        reason: 'keyring-parameters',
        message: '密钥文件的参数不合规定，已拒绝使用。请从备份恢复。',
      },
    })
  }
  const secret = Buffer.from(password.normalize('NFC'), 'utf8')
  try {
    const { run } = await chosenEngine()
    return await run(secret, salt, checked.data)
  } finally {
    secret.fill(0)
  }
}

/** Which engine this process uses: the native one unless it is missing or fails its self-test. */
export async function argon2EngineName(): Promise<Argon2Engine> {
  return (await chosenEngine()).name
}

/**
 * The strongest parameters whose derivation takes at most 0.8 s on this PC: 128, 192 or 256 MiB,
 * never below the default. Called once, when an archive is set up; stored with each slot.
 */
export async function calibrateParameters(limitMs = 800): Promise<Argon2Parameters> {
  let chosen = defaultParameters
  for (const memoryKib of [192 * mebi, 256 * mebi]) {
    const candidate = { ...defaultParameters, memoryKib }
    const startedAt = performance.now()
    await derivePasswordKey('calibration', crypto.randomBytes(saltBytes), candidate)
    if (performance.now() - startedAt > limitMs) break
    chosen = candidate
  }
  return chosen
}

let engine: Promise<{ readonly name: Argon2Engine; readonly run: Argon2id }> | null = null

function chosenEngine(): Promise<{ readonly name: Argon2Engine; readonly run: Argon2id }> {
  engine ??= chooseEngine([
    ['native', loadNative],
    ['wasm', loadWasm],
  ])
  return engine
}

/** Takes the first engine that loads and gives the known answer. Exported for its test. */
export async function chooseEngine(
  candidates: readonly (readonly [Argon2Engine, () => Promise<Argon2id>])[],
): Promise<{ readonly name: Argon2Engine; readonly run: Argon2id }> {
  for (const [name, load] of candidates) {
    try {
      const run = await load()
      if (await givesKnownAnswer(run)) return { name, run }
    } catch {
      continue // a binary that does not load here; the next engine computes the same bytes
    }
  }
  throw new Error('No working Argon2 engine')
}

/** A vector of the reference implementation (phc-winner-argon2, test.c: Argon2id v19, m = 256 KiB, t = 2, p = 1). */
async function givesKnownAnswer(run: Argon2id): Promise<boolean> {
  const answer = await run(Buffer.from('password'), Buffer.from('somesalt'), {
    memoryKib: 256,
    iterations: 2,
    parallelism: 1,
  })
  return answer.toString('hex') === '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'
}

export async function loadNative(): Promise<Argon2id> {
  const { hashRaw } = await import('@node-rs/argon2')
  return (secret, salt, { memoryKib, iterations, parallelism }) =>
    hashRaw(secret, {
      algorithm: 2, // Argon2id; the package's const enum does not exist under isolatedModules
      salt,
      memoryCost: memoryKib,
      timeCost: iterations,
      parallelism,
      outputLen: outputBytes,
    })
}

export async function loadWasm(): Promise<Argon2id> {
  const { argon2id } = await import('hash-wasm')
  return async (secret, salt, { memoryKib, iterations, parallelism }) =>
    Buffer.from(
      await argon2id({
        password: secret,
        salt,
        memorySize: memoryKib,
        iterations,
        parallelism,
        hashLength: outputBytes,
        outputType: 'binary',
      }),
    )
}
