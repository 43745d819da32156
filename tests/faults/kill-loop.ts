import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface KillRound {
  readonly round: number
  /** Lines the child printed before it died: its acknowledgements. */
  readonly lines: readonly string[]
  readonly isKilled: boolean
}

export interface KillLoop {
  readonly rounds: number
  /** A TypeScript file that Node runs as it is; by `say` it tells `ready` when the dangerous part begins, then its acknowledgements. */
  readonly child: string
  readonly args?: (round: number) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /**
   * The kill comes at a random moment up to this long after `ready`. Absent: up to one and a half times what
   * the first acknowledgement took in a first round, so that a slow machine is killed in the middle as well.
   */
  readonly windowMs?: number
  /** What must hold after every kill. */
  readonly check: (round: KillRound) => void | Promise<void>
}

export interface KillFigures {
  readonly kills: number
  readonly acknowledged: number
}

/**
 * Starts a child again and again, kills it with SIGKILL at a random moment, and checks what it left.
 * A child that ends by itself with a failure fails the loop; one that simply was finished before the kill
 * is checked like the others and not counted as a kill.
 */
export async function killLoop(loop: KillLoop): Promise<KillFigures> {
  let kills = 0
  let acknowledged = 0
  let windowMs = loop.windowMs ?? null
  for (let round = 0; round < loop.rounds; round++) {
    const outcome = await runOnce(loop, round, windowMs)
    windowMs ??= outcome.firstLineMs * 1.5
    if (outcome.isKilled) kills++
    acknowledged += outcome.lines.length
    await loop.check(outcome)
  }
  return { kills, acknowledged }
}

interface Outcome extends KillRound {
  /** From `ready` to the first acknowledgement. */
  readonly firstLineMs: number
}

/** Without a window the kill comes right after the first acknowledgement. */
function runOnce(loop: KillLoop, round: number, windowMs: number | null): Promise<Outcome> {
  const child = spawn(process.execPath, [loop.child, ...(loop.args?.(round) ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...loop.env, NODE_OPTIONS: '' },
  })
  const lines: string[] = []
  let problems = ''
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
  const reader = createInterface({ input: child.stdout })
  let [readyAt, firstLineMs] = [0, 0]
  reader.on('line', (line) => {
    if (line === 'ready') {
      readyAt = performance.now()
      if (windowMs !== null) setTimeout(() => child.kill('SIGKILL'), Math.random() * windowMs)
      return
    }
    lines.push(line)
    if (lines.length > 1) return
    firstLineMs = performance.now() - readyAt
    if (windowMs === null) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const isKilled = signal === 'SIGKILL'
      if (isKilled || code === 0) resolve({ round, lines, isKilled, firstLineMs })
      else reject(new Error(`The child failed by itself with ${String(code)}: ${problems.slice(0, 2000)}`))
    })
  })
}
