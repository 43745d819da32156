import process from 'node:process'

/** What one bench found: our figure against the reference that was measured in the same run. */
export interface BenchResult {
  readonly name: string
  readonly ours: number
  readonly reference: number
  /** Ours as a multiple of the reference. */
  readonly ratio: number
  readonly unit: 'ms'
  /** The largest ratio that is good enough. */
  readonly target: number
  readonly ok: boolean
}

/** Benches that share what they need, such as an archive that takes a minute to make. */
export interface BenchGroup {
  readonly names: readonly string[]
  /** Measures at least the wanted ones. */
  run(wanted: ReadonlySet<string>): Promise<readonly BenchResult[]>
}

export function compare(found: {
  readonly name: string
  readonly oursMs: number
  readonly referenceMs: number
  readonly target: number
}): BenchResult {
  const { name, oursMs, referenceMs, target } = found
  const ratio = oursMs / referenceMs
  return {
    name,
    ours: rounded(oursMs, 2),
    reference: rounded(referenceMs, 2),
    ratio: rounded(ratio, 3),
    unit: 'ms',
    target: rounded(target, 3),
    ok: ratio <= target,
  }
}

export function resultLine(result: BenchResult): string {
  const { name, ours, reference, unit, ratio, target, ok } = result
  return [
    name.padEnd(20),
    `标客簿 ${ours} ${unit}`,
    `参照 ${reference} ${unit}`,
    `比值 ${ratio}`,
    `目标 ≤ ${target}`,
    ok ? '达标' : '未达标',
  ].join('  ')
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The smallest value that the given share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((one, other) => one - other)
  const value = ordered[Math.max(0, Math.ceil(ordered.length * share) - 1)]
  if (value === undefined) throw new RangeError('Nothing was measured')
  return value
}

export async function timedMs(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Tells the person at the terminal; stdout is for results. */
export function note(text: string): void {
  process.stderr.write(`[基准] ${text}\n`)
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
