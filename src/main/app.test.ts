import { onTestFinished, describe, expect, it } from 'vitest'
import { createClient, type Client } from '../shared/ipc/contract.ts'
import { emptyContactDraft } from '../shared/contact/contact.ts'
import { emptyCustomerDraft } from '../shared/customer/customer.ts'
import { floorParameters } from './archive/key-derivation.ts'
import { temporaryFolder } from './archive/temporary-archive.ts'
import { startRegister, type Register } from './app.ts'

const password = '晴天也要带一把伞-2026'

interface StartedRegister {
  readonly register: Register
  readonly client: Client
  readonly folder: string
}

function start(): StartedRegister {
  const folder = temporaryFolder()
  const register = startRegister({
    appVersion: '0.0.0',
    emit: () => undefined,
    log: {
      warn: () => undefined,
      error: (text, cause) => {
        throw new Error(text, { cause })
      },
    },
    clock: { now: () => new Date('2026-11-22T01:30:00.000Z') },
    keyringOptions: { parameters: floorParameters },
  })
  const client = createClient((name, request) => register.dispatch('shell', name, request))
  onTestFinished(async () => {
    await client('archive.unmount', { backUp: false })
  })
  return { register, client, folder }
}

async function created(): Promise<StartedRegister & { words: string[]; asked: number[] }> {
  const started = start()
  const { recoveryWords, askedPositions } = await started.client('archive.create', {
    folder: started.folder,
    companyName: '江苏示例电气有限公司',
    userName: '周敏',
    password,
    backupFolder: null,
  })
  return { ...started, words: recoveryWords, asked: askedPositions }
}

async function opened(): Promise<StartedRegister> {
  const { words, asked, ...started } = await created()
  await started.client('recovery.confirm', {
    words: asked.map((position) => ({ position, word: words[position - 1] ?? '' })),
  })
  return started
}

function aCustomer(customerName: string) {
  return {
    customer: { ...emptyCustomerDraft(), customerName },
    contacts: [{ ...emptyContactDraft(), contactName: '张三', mobile: '13812345678' }],
    registration: null,
    acceptedTwinIds: [],
  }
}

describe('a new archive', () => {
  it('takes no data before the recovery words are re-typed', async () => {
    const { client, words, asked } = await created()
    expect((await client('session.status', {})).state).toBe('recoveryUnconfirmed')
    await expect(client('customer.register', aCustomer('南京紫金电力设备有限公司'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    const wrong = asked.map((position) => ({ position, word: words[position % 24] ?? '' }))
    await expect(client('recovery.confirm', { words: wrong })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await client('recovery.confirm', {
      words: asked.map((position) => ({ position, word: words[position - 1] ?? '' })),
    })
    expect(await client('session.status', {})).toMatchObject({ state: 'open', mayWrite: true })
    expect((await client('customer.register', aCustomer('南京紫金电力设备有限公司'))).customer.number).toBe(
      'KH-000001',
    )
  })

  it('is not made over another, nor with a weak password', async () => {
    const { client, folder } = await opened()
    const request = { folder, companyName: '另一家', userName: '李雷', backupFolder: null }
    await expect(client('archive.create', { ...request, password })).rejects.toMatchObject({
      code: 'already-exists',
    })
    await expect(
      client('archive.create', { ...request, folder: temporaryFolder(), password: '1234567890' }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('cannot be opened by a second program at the same time', async () => {
    const { folder } = await opened()
    const second = start()
    await expect(second.client('archive.mount', { folder })).rejects.toMatchObject({ code: 'archive-in-use' })
  })
})

describe('locking', () => {
  it('refuses everything until the right password is given', async () => {
    const { client } = await opened()
    await client('session.lock', {})
    await expect(client('customer.find', { text: '紫金', limit: 10 })).rejects.toMatchObject({
      code: 'archive-locked',
    })
    await expect(
      client('session.unlock', { userName: null, password: `${password}x` }),
    ).rejects.toMatchObject({
      code: 'wrong-password',
    })
    expect((await client('session.unlock', { userName: null, password })).state).toBe('open')
  })

  it('waits for a request that runs instead of closing under it', async () => {
    const { client } = await opened()
    const registering = client('customer.register', aCustomer('南京紫金电力设备有限公司'))
    await client('session.lock', {})
    expect((await registering).customer.customerName).toBe('南京紫金电力设备有限公司')
  })

  it('slows down guessing after five wrong passwords', async () => {
    const { client } = await opened()
    await client('session.lock', {})
    for (let tries = 0; tries < 6; tries++) {
      await expect(
        client('session.unlock', { userName: null, password: `falsch ${tries}` }),
      ).rejects.toMatchObject({
        code: 'wrong-password',
      })
    }
    await expect(client('session.unlock', { userName: null, password })).rejects.toMatchObject({
      code: 'too-many-attempts',
    })
  })
})

describe('a forgotten password', () => {
  it('is replaced by the recovery words, which are used up by it', async () => {
    const { client, words, asked } = await created()
    await client('recovery.confirm', {
      words: asked.map((position) => ({ position, word: words[position - 1] ?? '' })),
    })
    await client('session.lock', {})
    const other = [...words.slice(1), words[0] ?? '']
    const reset = { userName: null, newPassword: '雨后彩虹也要看一看-88' }
    await expect(client('recovery.resetPassword', { ...reset, words: other })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    const status = await client('recovery.resetPassword', { ...reset, words })
    expect(status).toMatchObject({ state: 'recoveryUnconfirmed', user: { userName: '周敏' } })
    const issued = await client('recovery.issue', {})
    expect(issued.words).not.toEqual(words)
    await client('recovery.confirm', {
      words: issued.askedPositions.map((position) => ({ position, word: issued.words[position - 1] ?? '' })),
    })
    await client('session.lock', {})
    await expect(client('session.unlock', { userName: null, password })).rejects.toMatchObject({
      code: 'wrong-password',
    })
    await expect(client('recovery.resetPassword', { ...reset, words })).rejects.toMatchObject({
      code: 'wrong-password',
    })
    expect((await client('session.unlock', { userName: null, password: reset.newPassword })).state).toBe(
      'open',
    )
  })
})

describe('the dispatcher', () => {
  it.each(['archive.mount', 'import.openFile', 'backup.restore', 'export.customers'])(
    'refuses %s from a window, because it names a path',
    async (name) => {
      const { register } = start()
      const reply = await register.dispatch('window', name, { path: '/', folder: '/' })
      expect(reply).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
    },
  )

  it.each([['__proto__'], ['constructor'], ['customer.everything'], [42], [null]])(
    'knows no operation %s',
    async (name) => {
      const { register } = start()
      expect(await register.dispatch('window', name, {})).toMatchObject({
        ok: false,
        failure: { code: 'invalid-input' },
      })
    },
  )

  it('names the field of a request that is almost right', async () => {
    const { register } = await opened()
    const reply = await register.dispatch('window', 'customer.register', {
      ...aCustomer('  '),
    })
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input', details: { 'customer.customerName': '请填写客户名称' } },
    })
  })
})

describe('roles', () => {
  it('let a salesperson read their own customers, and write none', async () => {
    const { client } = await opened()
    const seller = await client('user.create', {
      draft: { userName: '王建国', roles: ['salesperson'], regionCode: null },
      password: '雨天更要带一把伞-2026',
    })
    const mine = aCustomer('南京紫金电力设备有限公司')
    await client('customer.register', { ...mine, customer: { ...mine.customer, ownerId: seller.id } })
    const others = aCustomer('常州三晶自动化股份有限公司')
    await client('customer.register', {
      ...others,
      contacts: [{ ...emptyContactDraft(), contactName: '钱七', mobile: '13600001111' }],
    })
    await client('session.lock', {})
    await client('session.unlock', { userName: '王建国', password: '雨天更要带一把伞-2026' })
    const { total } = await client('customer.openList', { filter: {}, sortBy: 'number', descending: false })
    expect(total).toBe(1)
    await expect(client('customer.register', aCustomer('无锡某某公司'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(client('import.batches', {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      client('export.customers', { path: 'x.xlsx', listId: null, text: '' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})
