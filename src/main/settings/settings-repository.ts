import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings/settings.ts'
import type { Db } from '../archive/schema.ts'

/** Writes the settings of a new archive; called once, when it is created. */
export async function insertSettings(db: Db, companyName: string): Promise<Settings> {
  return saveSettings(db, { ...defaultSettings, companyName })
}

/** The settings; one that the archive lacks has its default, so that a new setting needs no migration. */
export async function getSettings(db: Db): Promise<Settings> {
  const names = Object.keys(settingsSchema.shape)
  const rows = await db.selectFrom('setting').selectAll().where('name', 'in', names).execute()
  const stored = Object.fromEntries(
    rows.map(({ name, value }): [string, unknown] => [name, JSON.parse(value)]),
  )
  return settingsSchema.parse({ ...defaultSettings, ...stored })
}

export async function saveSettings(db: Db, settings: Settings): Promise<Settings> {
  const rows = Object.entries(settings).map(([name, value]) => ({ name, value: JSON.stringify(value) }))
  await db
    .insertInto('setting')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((e) => ({ value: e.ref('excluded.value') })),
    )
    .execute()
  return getSettings(db)
}
