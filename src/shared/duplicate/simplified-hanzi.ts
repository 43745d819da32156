import traditionalPairs from 'opencc-js/dict/TSCharacters'

/**
 * Traditional Hanzi as simplified ones, character by character. Company names need no phrase tables, and without them
 * the dictionary weighs 29 KB instead of 1.1 MB, so it may go into a window's bundle too.
 */
const simplifiedOf = new Map<string, string>()
for (const pair of traditionalPairs.split('|')) {
  const [traditional, simplified] = pair.split(' ')
  if (traditional !== undefined && simplified !== undefined) simplifiedOf.set(traditional, simplified)
}
// Taiwan's and Hong Kong's own shapes, which the dictionary leaves to its variant tables.
for (const [variant, simplified] of [
  '裡里',
  '裏里',
  '羣群',
  '峯峰',
  '爲为',
  '臺台',
  '衆众',
  '啓启',
  '鉅巨',
  '鑛矿',
  '硏研',
  '敎教',
  '淸清',
  '靑青',
].map((pair) => [...pair])) {
  if (variant !== undefined && simplified !== undefined) simplifiedOf.set(variant, simplified)
}

export function simplifyHanzi(text: string): string {
  let changed = false
  let simplified = ''
  for (const character of text) {
    const simple = simplifiedOf.get(character)
    if (simple !== undefined && simple !== character) changed = true
    simplified += simple ?? character
  }
  return changed ? simplified : text
}
