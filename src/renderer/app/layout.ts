import { useDebounceFn, useEventListener } from '@vueuse/core'
import { onBeforeUnmount, watch } from 'vue'
import { z } from 'zod'
import { useRequest } from './archive-client.ts'
import { appRouter } from './router.ts'
import { useTabs } from './tabs.ts'

const form = 'layout'
const saveAfterMs = 400

const layoutSchema = z.object({
  path: z.string().startsWith('/').max(300),
  tabs: z
    .array(
      z.object({
        key: z.string().max(100),
        title: z.string().max(300),
        to: z.string().startsWith('/').max(300),
      }),
    )
    .max(30),
})

/**
 * Brings the tabs and the place back that this person left, and keeps them from then on. They lie inside the archive:
 * tab titles are names of customers.
 */
export function useLayout() {
  const request = useRequest()
  const router = appRouter()
  const tabs = useTabs()
  let isRestored = false

  async function restore() {
    const kept = await request('draft.find', { form })
    const layout = kept === null ? null : readLayout(kept.content)
    tabs.restore(layout?.tabs ?? [])
    // A print preview or a half-filled form depends on what was on the screen before; the list is the place to go on.
    const path = layout?.path.startsWith('/print') ? '/customers' : (layout?.path ?? '/today')
    await router.replace(path)
    isRestored = true
  }

  async function save() {
    if (!isRestored) return
    const content = JSON.stringify({ path: router.currentRoute.value.fullPath, tabs: tabs.all })
    await request('draft.save', { form, content })
  }

  function saveNow() {
    // Locked or closed meanwhile: the layout of a moment ago stands, nothing is lost.
    save().catch(() => undefined)
  }
  const saveLater = useDebounceFn(saveNow, saveAfterMs)
  useEventListener(window, 'pagehide', saveNow)

  watch(
    () => [router.currentRoute.value.fullPath, tabs.all],
    () => {
      void saveLater()
    },
  )
  onBeforeUnmount(() => {
    isRestored = false
  })

  return { restore }
}

function readLayout(content: string): z.output<typeof layoutSchema> | null {
  const parsed = layoutSchema.safeParse(JSON.parse(content))
  return parsed.success ? parsed.data : null // written by another version: begin with the Today page
}
