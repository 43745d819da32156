import { onMounted, shallowRef } from 'vue'
import { divisions } from '../../shared/region/region.ts'
import type { SelectOption } from '../ui/option-list.ts'

/** Provinces and cities as a drop-down, found by pinyin too; a region's code is the prefix of the codes inside it. */
export function useRegionOptions() {
  const places = divisions.filter((division) => division.level !== 'district')
  const options = shallowRef<readonly SelectOption[]>(
    places.map((place) => ({
      value: place.code,
      label: place.name,
      hint: place.level === 'city' ? place.province : '',
    })),
  )

  onMounted(async () => {
    const { pinyin } = await import('pinyin-pro')
    const read = (name: string, pattern: 'pinyin' | 'first') =>
      pinyin(name, { toneType: 'none', pattern, type: 'array' }).join('')
    options.value = options.value.map((option) => ({
      ...option,
      pinyin: read(option.label, 'pinyin'),
      initials: read(option.label, 'first'),
    }))
  })

  return options
}
