import crypto from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  argon2EngineName,
  calibrateParameters,
  chooseEngine,
  defaultParameters,
  derivePasswordKey,
  floorParameters,
  loadNative,
  loadWasm,
} from './key-derivation.ts'

describe('derivePasswordKey', () => {
  it('gives the same bytes natively and in WASM', async () => {
    const [native, wasm] = await Promise.all([loadNative(), loadWasm()])
    const salt = crypto.randomBytes(16)
    const parameters = { memoryKib: 1024, iterations: 3, parallelism: 4 }
    for (const password of ['口令 with 汉字 🐢', 'x', 'y'.repeat(500)]) {
      const first = await native(Buffer.from(password), salt, parameters)
      expect(first.toString('hex')).toBe(
        (await wasm(Buffer.from(password), salt, parameters)).toString('hex'),
      )
      expect(first.length).toBe(32)
    }
  })

  it('takes the native engine here', async () => {
    expect(await argon2EngineName()).toBe('native')
  })

  it('passes over an engine that does not load or computes something else', async () => {
    const broken = () => Promise.reject(new Error('no binary for this platform'))
    const wrong = () => Promise.resolve(() => Promise.resolve(Buffer.alloc(32)))
    expect(
      (
        await chooseEngine([
          ['native', broken],
          ['wasm', loadWasm],
        ])
      ).name,
    ).toBe('wasm')
    expect(
      (
        await chooseEngine([
          ['native', wrong],
          ['wasm', loadWasm],
        ])
      ).name,
    ).toBe('wasm')
    await expect(chooseEngine([['native', broken]])).rejects.toThrow('No working Argon2 engine')
  })

  it('gives one key for the composed and the decomposed form of a character', async () => {
    const salt = crypto.randomBytes(16)
    const key = await derivePasswordKey('café', salt, floorParameters)
    expect(await derivePasswordKey('cafe\u0301', salt, floorParameters)).toEqual(key)
  })

  it.each([
    ['less memory than the floor', { ...floorParameters, memoryKib: 65_535 }],
    ['fewer passes', { ...floorParameters, iterations: 2 }],
    ['fewer lanes', { ...floorParameters, parallelism: 1 }],
    ['more than 1 GiB', { ...floorParameters, memoryKib: 1_048_577 }],
    ['more than ten passes', { ...floorParameters, iterations: 11 }],
    ['more than sixteen lanes', { ...floorParameters, parallelism: 17 }],
    ['a fraction', { ...floorParameters, memoryKib: 65_536.5 }],
  ])('refuses %s', async (_, parameters) => {
    await expect(derivePasswordKey('x', crypto.randomBytes(16), parameters)).rejects.toMatchObject({
      code: 'archive-damaged',
      details: { reason: 'keyring-parameters' },
    })
  })

  it('calibrates to no less than the default, and to that on a slow machine', async () => {
    expect(await calibrateParameters(0)).toEqual(defaultParameters)
    const { memoryKib, ...rest } = await calibrateParameters()
    expect(memoryKib).toBeGreaterThanOrEqual(defaultParameters.memoryKib)
    expect(rest).toEqual({ iterations: 3, parallelism: 4 })
  })
})
