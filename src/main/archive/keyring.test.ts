import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { floorParameters } from './key-derivation.ts'
import { loadKeyring, parseKeyring, saveKeyring, type KeyringBody } from './keyring-file.ts'
import { openSlot } from './keyring-slots.ts'
import {
  addPasswordSlot,
  changePassword,
  createKeyring,
  keyringForBackup,
  listSlots,
  recordAnchor,
  removePasswordSlot,
  renamePasswordSlot,
  replaceRecoveryWords,
  restoreKeyring,
  setPassword,
  unlockDocumentWithRecoveryWords,
  unlockWithPassword,
  unlockWithRecoveryWords,
  type UnlockedKeyring,
} from './keyring.ts'
import { temporaryFolder } from './temporary-archive.ts'
import { UnlockAttempts } from './unlock-attempts.ts'

const options = { parameters: floorParameters }
const owner = { userId: 1, userName: '陈晓兰', password: 'crane lamp rail' }
const second = { userId: 2, userName: '周一鸣', password: 'seven quiet boats' }

async function setUp() {
  const folder = temporaryFolder()
  const { unlocked, recoveryWords } = await createKeyring(folder, owner, options)
  const file = path.join(folder, 'keyring.json')
  return { folder, unlocked, recoveryWords, file, mirror: path.join(folder, 'keyring.prev.json') }
}

const as = (holder: { userName: string | null; password: string }) => ({
  userName: holder.userName,
  password: holder.password,
})
const keysOf = ({ keys }: UnlockedKeyring) =>
  Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.toString('hex')]))
/** Unhurried, for tests that fail on purpose more often than a person. */
const patient = (folder: string) => {
  let uptime = 0
  return new UnlockAttempts(folder, { uptimeSeconds: () => (uptime += 1000) })
}

describe('the keyring', () => {
  it('opens with the password and with the recovery words, to the same four different keys', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    const byPassword = await unlockWithPassword(folder, as(owner))
    const byWords = unlockWithRecoveryWords(folder, recoveryWords)
    expect(keysOf(byPassword)).toEqual(keysOf(unlocked))
    expect(keysOf(byWords)).toEqual(keysOf(unlocked))
    expect(new Set(Object.values(keysOf(unlocked))).size).toBe(4)
    expect([byPassword.userId, byWords.userId]).toEqual([1, null])
  })

  it('needs no name while there is one password, and forgives blanks, width and case in it', async () => {
    const { folder, unlocked } = await setUp()
    expect((await unlockWithPassword(folder, { userName: null, password: owner.password })).userId).toBe(1)
    await addPasswordSlot(folder, unlocked, { ...second, userName: 'Zhou Yiming' }, options)
    expect(
      (await unlockWithPassword(folder, { userName: 'ＺＨＯＵ yiming ', password: second.password })).userId,
    ).toBe(2)
    await expect(
      unlockWithPassword(folder, { userName: null, password: owner.password }),
    ).rejects.toMatchObject({
      code: 'wrong-password',
    })
  })

  it('holds no name, password, word or key in readable form', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    for (const name of fs.readdirSync(folder)) {
      const text = fs.readFileSync(path.join(folder, name), 'utf8')
      expect(text).not.toContain(owner.userName)
      expect(text).not.toContain(owner.password)
      expect(text).not.toContain(recoveryWords.slice(0, 2).join(' '))
      for (const key of Object.values(unlocked.keys)) {
        expect(text).not.toContain(key.toString('hex'))
        expect(text).not.toContain(key.toString('base64'))
      }
    }
  })

  it('wipes its keys', async () => {
    const { unlocked } = await setUp()
    unlocked.zero()
    expect(
      [unlocked.vaultKey, ...Object.values(unlocked.keys)].every((key) => key.equals(Buffer.alloc(32))),
    ).toBe(true)
  })

  it('refuses twenty wrong passwords and unknown names through the real derivation, unchanged', async () => {
    const { folder, file } = await setUp()
    const before = fs.readFileSync(file)
    const attempts = patient(folder)
    for (let n = 0; n < 20; n++) {
      const wrong = { userName: n % 2 === 0 ? owner.userName : `谁 ${n}`, password: `${owner.password}${n}` }
      await expect(unlockWithPassword(folder, wrong, attempts)).rejects.toMatchObject({
        code: 'wrong-password',
      })
    }
    expect(fs.readFileSync(file)).toEqual(before)
    expect((await unlockWithPassword(folder, as(owner), attempts)).userId).toBe(1)
  })

  it('opens for none of 10,000 random keys at the unwrap step', async () => {
    const { folder } = await setUp()
    const { body } = loadKeyring(folder)
    let opened = 0
    for (let n = 0; n < 10_000; n++) {
      const slot = body.slots[n % body.slots.length]
      if (slot !== undefined && openSlot(body, slot, crypto.randomBytes(32)) !== null) opened++
    }
    expect(opened).toBe(0)
  })

  it('slows down after five wrong passwords, even for the right one', async () => {
    const { folder } = await setUp()
    const clock = { uptimeSeconds: () => 1000 }
    for (let n = 0; n < 6; n++) {
      await expect(
        unlockWithPassword(
          folder,
          { ...as(owner), password: 'wrong password' },
          new UnlockAttempts(folder, clock),
        ),
      ).rejects.toMatchObject({ code: 'wrong-password' })
    }
    await expect(
      unlockWithPassword(folder, as(owner), new UnlockAttempts(folder, clock)),
    ).rejects.toMatchObject({
      code: 'too-many-attempts',
      details: { waitSeconds: '2' },
    })
  })

  it('refuses words of another archive', async () => {
    const [first, other] = [await setUp(), await setUp()]
    expect(() => unlockWithRecoveryWords(first.folder, other.recoveryWords)).toThrow(
      expect.objectContaining({ code: 'wrong-password' }),
    )
  })
})

describe('changes of the keyring', () => {
  it('a new password lets in, the old one no more, and the keys stay', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    await changePassword(
      folder,
      { userName: owner.userName, oldPassword: owner.password, newPassword: 'a new long one' },
      options,
    )
    await expect(unlockWithPassword(folder, as(owner))).rejects.toMatchObject({ code: 'wrong-password' })
    expect(keysOf(await unlockWithPassword(folder, { ...as(owner), password: 'a new long one' }))).toEqual(
      keysOf(unlocked),
    )
    expect(keysOf(unlockWithRecoveryWords(folder, recoveryWords))).toEqual(keysOf(unlocked))
  })

  it('the old password is refused with its own code when it is wrong, and nothing changes', async () => {
    const { folder, file } = await setUp()
    const before = fs.readFileSync(file)
    const change = { userName: null, oldPassword: 'not the old one', newPassword: 'a new long one' }
    await expect(changePassword(folder, change, options)).rejects.toMatchObject({ code: 'wrong-password' })
    expect(fs.readFileSync(file)).toEqual(before)
  })

  it('a forgotten password is replaced with the recovery words', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    const recovered = unlockWithRecoveryWords(folder, recoveryWords)
    await setPassword(folder, recovered, { ...owner, password: 'found again today' }, options)
    expect(keysOf(await unlockWithPassword(folder, { ...as(owner), password: 'found again today' }))).toEqual(
      keysOf(unlocked),
    )
    expect(listSlots(folder)).toHaveLength(2)
  })

  it('a second user gets in by their own password; two of one name are refused', async () => {
    const { folder, unlocked } = await setUp()
    await addPasswordSlot(folder, unlocked, second, options)
    expect((await unlockWithPassword(folder, as(second))).userId).toBe(2)
    expect(listSlots(folder).map(({ kind, userId }) => [kind, userId])).toEqual([
      ['password', 1],
      ['recovery', null],
      ['password', 2],
    ])
    await expect(addPasswordSlot(folder, unlocked, second, options)).rejects.toMatchObject({
      code: 'already-exists',
    })
    await expect(addPasswordSlot(folder, unlocked, { ...second, userId: 3 }, options)).rejects.toMatchObject({
      code: 'already-exists',
    })
  })

  it('a renamed user logs in by the new name', async () => {
    const { folder, unlocked } = await setUp()
    renamePasswordSlot(folder, unlocked, { userId: 1, userName: '陈兰' })
    expect((await unlockWithPassword(folder, { userName: '陈兰', password: owner.password })).userId).toBe(1)
    await expect(unlockWithPassword(folder, as(owner))).rejects.toMatchObject({ code: 'wrong-password' })
  })

  it('a removed user is out, the others stay in without their passwords, and the old vault key opens nothing', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    await addPasswordSlot(folder, unlocked, second, options)
    const elsewhere = await unlockWithPassword(folder, as(owner))
    removePasswordSlot(folder, unlocked, 2)
    await expect(unlockWithPassword(folder, as(second))).rejects.toMatchObject({ code: 'wrong-password' })
    const again = await unlockWithPassword(folder, as(owner))
    expect([again.epoch, keysOf(again)]).toEqual([2, keysOf(unlocked)])
    expect(unlockWithRecoveryWords(folder, recoveryWords).epoch).toBe(2)
    expect(again.vaultKey.equals(elsewhere.vaultKey)).toBe(false)
    const anchor = { commitCounter: 1, auditHead: null, at: new Date(0).toISOString() }
    expect(() => recordAnchor(folder, unlocked, anchor)).not.toThrow()
    expect(() => recordAnchor(folder, elsewhere, anchor)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ reason: 'keyring-tampered' }) as unknown,
      }),
    )
  })

  it('the last user cannot be removed', async () => {
    const { folder, unlocked } = await setUp()
    expect(() => removePasswordSlot(folder, unlocked, 1)).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    )
    expect((await unlockWithPassword(folder, as(owner))).userId).toBe(1)
  })

  it('new recovery words replace the old', async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    const words = replaceRecoveryWords(folder, unlocked)
    expect(keysOf(unlockWithRecoveryWords(folder, words))).toEqual(keysOf(unlocked))
    expect(() => unlockWithRecoveryWords(folder, recoveryWords)).toThrow(
      expect.objectContaining({ code: 'wrong-password' }),
    )
  })

  it('the anchor comes back at the next unlock', async () => {
    const { folder, unlocked } = await setUp()
    const anchor = { commitCounter: 42, auditHead: 'abc', at: '2026-11-22T09:30:00.000Z' }
    recordAnchor(folder, unlocked, anchor)
    expect((await unlockWithPassword(folder, as(owner))).anchor).toEqual(anchor)
  })

  it("a backup's keyring opens by words only, and restores to another folder with a new password", async () => {
    const { folder, unlocked, recoveryWords } = await setUp()
    await addPasswordSlot(folder, unlocked, second, options)
    const document = parseKeyring(keyringForBackup(folder, unlocked))
    expect(document.body.slots.map(({ kind }) => kind)).toEqual(['recovery'])
    const restored = temporaryFolder()
    const opened = unlockDocumentWithRecoveryWords(document, recoveryWords)
    await restoreKeyring(restored, document, opened, { ...owner, password: 'in the new place' }, options)
    expect(
      keysOf(await unlockWithPassword(restored, { userName: null, password: 'in the new place' })),
    ).toEqual(keysOf(unlocked))
    expect(keysOf(unlockWithRecoveryWords(restored, recoveryWords))).toEqual(keysOf(unlocked))
  })
})

describe('a damaged keyring', () => {
  it('gives way to its mirror and is made whole at the next unlock', async () => {
    const { folder, file, mirror } = await setUp()
    const good = fs.readFileSync(file)
    for (const spoil of [() => fs.rmSync(file), () => fs.truncateSync(file, 100), () => fs.rmSync(mirror)]) {
      spoil()
      expect((await unlockWithPassword(folder, as(owner))).userId).toBe(1)
      expect(fs.readFileSync(file)).toEqual(good)
      expect(fs.readFileSync(mirror)).toEqual(good)
    }
  })

  it('an old one in the place of the mirror does not bring an old password back', async () => {
    const { folder, file, mirror } = await setUp()
    await changePassword(
      folder,
      { userName: null, oldPassword: owner.password, newPassword: 'a new long one' },
      options,
    )
    expect(fs.readFileSync(mirror)).toEqual(fs.readFileSync(file))
    fs.rmSync(file)
    await expect(unlockWithPassword(folder, as(owner))).rejects.toMatchObject({ code: 'wrong-password' })
  })

  it('is refused when both are damaged or missing, with a reason each', async () => {
    const { folder, file, mirror } = await setUp()
    fs.writeFileSync(file, '{}')
    fs.writeFileSync(mirror, '')
    await expect(unlockWithPassword(folder, as(owner))).rejects.toMatchObject({
      details: { reason: 'keyring-damaged' },
    })
    fs.rmSync(file)
    fs.rmSync(mirror)
    await expect(unlockWithPassword(folder, as(owner))).rejects.toMatchObject({
      code: 'archive-missing',
      details: { reason: 'keyring-missing' },
    })
  })

  it.each([
    [
      'another archive id',
      (body: KeyringBody) => ({ ...body, archiveId: crypto.randomUUID() }),
      'wrong-password',
    ],
    [
      'swapped wrapped keys',
      (body: KeyringBody) => ({ ...body, vault: { ...body.vault, database: body.vault.authentication } }),
      'archive-damaged',
    ],
    [
      'another sequence',
      (body: KeyringBody) => ({ ...body, sequence: body.sequence + 1 }),
      'archive-damaged',
    ],
    [
      'another user in the slot',
      (body: KeyringBody) => ({
        ...body,
        slots: body.slots.map((slot) => (slot.kind === 'password' ? { ...slot, userId: 9 } : slot)),
      }),
      'wrong-password',
    ],
    ['an older epoch', (body: KeyringBody) => ({ ...body, epoch: 2 }), 'wrong-password'],
  ])('one forged with a right checksum and %s is refused', async (_, forge, code) => {
    const { folder } = await setUp()
    saveKeyring(folder, forge(loadKeyring(folder).body), crypto.randomBytes(32))
    await expect(unlockWithPassword(folder, as(owner), patient(folder))).rejects.toMatchObject({ code })
  })

  it('one that asks for cheap or ruinous parameters is refused before any derivation', async () => {
    const { folder } = await setUp()
    for (const memoryKib of [1024, 64 * 1024 * 1024]) {
      const { body } = loadKeyring(folder)
      const slots = body.slots.map((slot) =>
        slot.kind === 'password'
          ? { ...slot, derivation: { ...slot.derivation, parameters: { ...floorParameters, memoryKib } } }
          : slot,
      )
      const forged = temporaryFolder()
      saveKeyring(forged, { ...body, slots }, crypto.randomBytes(32))
      await expect(unlockWithPassword(forged, as(owner))).rejects.toMatchObject({
        details: { reason: 'keyring-parameters' },
      })
    }
  })
})
