import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'

/**
 * A small pop-up under a field, in the browser's top layer (Popover API), so that it also stands above a modal dialog
 * and is never cut by a scrolling parent. Follows its anchor while open.
 */
export function usePopup(
  anchor: Ref<HTMLElement | null>,
  popup: Ref<HTMLElement | null>,
  isAsWideAsAnchor = true,
) {
  const isOpen = ref(false)

  function place() {
    const box = anchor.value?.getBoundingClientRect()
    const element = popup.value
    if (box === undefined || element === null) return
    const height = element.offsetHeight
    const below = window.innerHeight - box.bottom
    const fitsBelow = below >= Math.min(height, 200) || below >= box.top
    if (isAsWideAsAnchor) element.style.minWidth = `${box.width}px`
    const left = Math.max(4, Math.min(box.left, window.innerWidth - element.offsetWidth - 4))
    element.style.left = `${left}px`
    element.style.top = `${fitsBelow ? box.bottom + 2 : Math.max(4, box.top - height - 2)}px`
    element.style.maxHeight = `${Math.max(120, (fitsBelow ? below : box.top) - 12)}px`
  }

  function follow(event: Event) {
    if (event.target instanceof Node && popup.value?.contains(event.target)) return
    place()
  }

  watch(isOpen, async (open) => {
    if (!open) {
      window.removeEventListener('scroll', follow, true)
      window.removeEventListener('resize', place)
      return
    }
    await nextTick()
    popup.value?.showPopover?.() // happy-dom has no Popover API
    place()
    window.addEventListener('scroll', follow, true)
    window.addEventListener('resize', place)
  })

  onScopeDispose(() => {
    window.removeEventListener('scroll', follow, true)
    window.removeEventListener('resize', place)
  })

  return { isOpen, place }
}
