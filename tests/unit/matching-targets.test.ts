import { describe, expect, it } from 'vitest'
import { evaluate } from '../bench/matching-evaluation.ts'

/** A small run of the evaluation on a seed that nothing was tuned on; `node tests/bench/matching-evaluation.ts` is the large one. */
const seed = 20_261_122
const size = 4000

describe('matching on made-up companies, their bad spellings and their neighbours', () => {
  it('tells them apart by name alone', () => {
    const result = evaluate(seed, size, false)
    expect(result.atThreshold(0.7).f1).toBeGreaterThanOrEqual(0.9)
    expect(result.bestF1).toBeGreaterThanOrEqual(0.96)
    expect(result.fiveSuggestions).toBeGreaterThanOrEqual(0.98)
  })

  it('merges nothing wrong with codes and phones, and most of what is right', () => {
    const result = evaluate(seed, size, true)
    expect(result.mistakes).toEqual([])
    expect(result.precision).toBeGreaterThanOrEqual(0.999)
    expect(result.recall).toBeGreaterThanOrEqual(0.85)
    expect(result.firstSuggestion).toBeGreaterThanOrEqual(0.96)
    expect(result.fiveSuggestions).toBeGreaterThanOrEqual(0.99)
  })
})
