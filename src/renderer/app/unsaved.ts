import { computed, onScopeDispose, shallowReactive, watchEffect, type Ref } from 'vue'
import { onBeforeRouteLeave, useRoute } from 'vue-router'
import { askToConfirm } from './confirm.ts'

const dirtyForms = shallowReactive(new Set<symbol>())

/** True while any form holds something that is not saved; the shell is told, so that closing asks first. */
export const hasUnsavedWork = computed(() => dirtyForms.size > 0)

/**
 * Guards a form: leaving its screen with unsaved changes asks first, and closing the window too. Call in `setup` of the
 * routed screen. A kept screen (`meta.keepAlive`) keeps its form when left, so it asks only when the window closes.
 */
export function guardUnsaved(isDirty: Ref<boolean>, what = '当前表单'): void {
  const form = Symbol('form')
  const isKept = useRoute().meta['keepAlive'] === true
  watchEffect(() => {
    if (isDirty.value) dirtyForms.add(form)
    else dirtyForms.delete(form)
  })
  onScopeDispose(() => {
    dirtyForms.delete(form)
  })
  onBeforeRouteLeave(async () => {
    if (!isDirty.value || isKept) return true
    return askToConfirm({
      title: '有未保存的修改',
      text: `${what}有修改尚未保存。离开后这些修改不会写入档案。`,
      confirmLabel: '放弃修改并离开',
      cancelLabel: '留在这里',
      isDangerous: true,
    })
  })
}
