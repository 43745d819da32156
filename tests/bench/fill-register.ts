import type Database from 'better-sqlite3'
import type { Act } from '../../src/main/access/act.ts'
import { openDatabaseFile } from '../../src/main/archive/driver.ts'
import { mountArchive, unlockArchive } from '../../src/main/archive/mounted-archive.ts'
import { commitTransaction } from '../../src/main/archive/transaction.ts'
import { defaultCodeLists } from '../../src/main/code-list/default-code-lists.ts'
import { createCustomerWriter, type NewCustomer } from '../../src/main/customer/customer-writer.ts'
import { pinyinInitials } from '../../src/main/search/pinyin-text.ts'
import { calendarDaySchema, shanghaiDayOf } from '../../src/shared/calendar-day.ts'
import type { CodeListName } from '../../src/shared/code-list/code-list.ts'
import { emptyContactDraft } from '../../src/shared/contact/contact.ts'
import { customerStatuses } from '../../src/shared/customer/customer-status.ts'
import { emptyCustomerDraft } from '../../src/shared/customer/customer.ts'
import { benchPassword, benchUser, withNewArchive } from './bench-archive.ts'
import { newCompany, newPerson, seededRandom, type Random } from './company-generator.ts'
import { note, timedMs } from './measure.ts'

export interface FillParts {
  readonly archive: string
  readonly plainFile: string
  readonly customerCount: number
}

/**
 * Makes an archive of many customers through the customer writer, in one transaction, and the same customers as
 * one plain table with the columns of the list, an index to sort by, and what a LIKE needs to find them by sound.
 */
export async function fillRegister({
  archive: folder,
  plainFile,
  customerCount,
}: FillParts): Promise<Database.Database> {
  const salespeople = await withNewArchive(folder, async (client) => {
    const random = seededRandom(12)
    const names = new Set(Array.from({ length: 20 }, () => newPerson(random)))
    const ids: number[] = []
    for (const userName of names) ids.push((await client('user.createSalesperson', { userName })).id)
    return ids
  })
  const mounted = mountArchive(folder)
  try {
    const archive = await unlockArchive(mounted, {
      credentials: { userName: null, password: benchPassword },
      beforeMigrate: () => Promise.resolve(),
    })
    try {
      note(`正在写入 ${customerCount} 家客户……`)
      const fillMs = await timedMs(() =>
        commitTransaction(archive.writer.db, async (db) => {
          const at = new Date().toISOString()
          const by: Act['by'] = {
            id: 1,
            userName: benchUser,
            roles: ['assistant', 'admin'],
            regionCode: null,
          }
          const writer = await createCustomerWriter({
            db,
            by,
            scope: { kind: 'all' },
            at,
            today: shanghaiDayOf(at),
          })
          const random = seededRandom(100_000)
          for (let count = 0; count < customerCount; count++) await writer.add(newEntry(random, salespeople))
          await writer.flush()
        }),
      )
      note(`写入 ${customerCount} 家客户：${(fillMs / 1000).toFixed(1)} s`)
      return copyPlain(archive.reader.sqlite, plainFile)
    } finally {
      archive.close()
    }
  } finally {
    mounted.lock.release()
  }
}

function newEntry(random: Random, salespeople: readonly number[]): NewCustomer {
  const company = newCompany(random)
  const ownerId = random.pick(salespeople)
  const code = (list: CodeListName) => random.pick(defaultCodeLists[list])[0]
  const month = String(1 + Math.floor(random.next() * 12)).padStart(2, '0')
  const day = String(1 + Math.floor(random.next() * 28)).padStart(2, '0')
  const registeredOn = calendarDaySchema.parse(`${2018 + Math.floor(random.next() * 8)}-${month}-${day}`)
  return {
    customer: {
      ...emptyCustomerDraft(),
      customerName: company.name,
      creditCode: random.chance(0.8) ? company.creditCode : null,
      customerType: code('customerType'),
      industry: code('industry'),
      leadSource: code('leadSource'),
      grade: random.chance(0.6) ? code('customerGrade') : null,
      status: random.pick(customerStatuses),
      province: company.province,
      city: company.city,
      businessAddress: company.address,
      firstContactOn: registeredOn,
      needs: random.chance(0.3) ? `每年招标一次，主要采购${company.trade}` : null,
      ownerId,
    },
    contacts: [{ ...emptyContactDraft(), contactName: company.contact, mobile: company.phone }],
    registration: {
      salespersonId: ownerId,
      developedAt: `${registeredOn}T01:00:00.000Z`,
      leadSource: null,
      demand: null,
      demandOn: null,
      expectedPriceFen: null,
      paymentTerms: null,
      assignmentNumber: null,
      assignmentReason: null,
      assignmentApprover: null,
      remark: null,
    },
    registeredOn,
  }
}

/** The columns of a list line. */
export const listColumns = [
  'id',
  'number',
  'customerName',
  'shortName',
  'creditCode',
  'customerType',
  'industry',
  'province',
  'city',
  'status',
  'grade',
  'ownerId',
  'ownerName',
  'contactName',
  'contactMobile',
  'leadSource',
  'registeredOn',
  'protectedUntil',
  'firstContactOn',
  'completeness',
  'updatedAt',
] as const

function copyPlain(archive: Database.Database, plainFile: string): Database.Database {
  const plain = openDatabaseFile(plainFile, {})
  plain.pragma('cache_size = -65536') // what the archive has
  plain.exec(`create table customer (${listColumns.join(', ')}, nameSort, pinyin, initials, primary key (id));
    create index customerNameSort on customer (nameSort, id)`)
  const ourName: Readonly<Record<string, string>> = {
    ownerName: 'user.userName',
    contactName: 'customer.primaryContactName',
    contactMobile: 'customer.primaryContactMobile',
  }
  const rows = archive
    .prepare<[], Record<string, unknown> & { customerName: string; nameSort: string }>(
      `select ${listColumns.map((column) => `${ourName[column] ?? `customer.${column}`} as ${column}`).join(', ')}, nameSort
        from customer left join user on user.id = customer.ownerId order by customer.id`,
    )
    .all()
  const names = [...listColumns, 'nameSort', 'pinyin', 'initials']
  const insert = plain.prepare(`insert into customer values (${names.map((name) => `@${name}`).join(', ')})`)
  plain.transaction(() => {
    for (const row of rows) {
      insert.run({
        ...row,
        pinyin: row.nameSort.replaceAll(' ', ''),
        initials: pinyinInitials(row.customerName),
      })
    }
  })()
  return plain
}
