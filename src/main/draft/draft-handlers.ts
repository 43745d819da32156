import { actOf } from '../access/act.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'

/** Unfinished forms are their writer's own: nobody else's session reads them. */
export const draftHandlers: HandlersFor<OperationsOf<'draft'>> = {
  'draft.save': async ({ form, content }, context) => {
    const { db, by, at } = actOf(context)
    await db
      .insertInto('draft')
      .values({ userId: by.id, form, content, savedAt: at })
      .onConflict((conflict) => conflict.columns(['userId', 'form']).doUpdateSet({ content, savedAt: at }))
      .execute()
    return { savedAt: at }
  },
  'draft.find': async ({ form }, { db, session }) => {
    const row = await db
      .selectFrom('draft')
      .select(['content', 'savedAt'])
      .where('userId', '=', session.user.id)
      .where('form', '=', form)
      .executeTakeFirst()
    return row ?? null
  },
  'draft.discard': async ({ form }, { db, session }) => {
    await db.deleteFrom('draft').where('userId', '=', session.user.id).where('form', '=', form).execute()
    return {}
  },
}
