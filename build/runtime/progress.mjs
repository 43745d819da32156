// What a person sees while things are being prepared: lines on stderr with the seconds that have
// passed. stdout belongs to the command that was asked for.

const startedAt = Date.now()

function elapsedText(sinceAt = startedAt) {
  return `${((Date.now() - sinceAt) / 1000).toFixed(1)} s`
}

/** A failure with a cause and a remedy for the person at the terminal, in Chinese. */
export class PreparationFailure extends Error {
  /**
   * @param {string} cause what went wrong
   * @param {string} [remedy] what to do about it
   * @param {string} [details] output of the tool that failed, shown before both
   */
  constructor(cause, remedy, details) {
    super(cause)
    this.remedy = remedy
    this.details = details
  }
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`[标客簿 ${elapsedText()}] ${text}\n`)
}

/**
 * Runs a long step and says so, again every 15 seconds: a silent minute looks like a hang.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const stepStartedAt = Date.now()
  say(`${name}……`)
  const reminder = setInterval(() => say(`${name}……仍在进行（已用 ${elapsedText(stepStartedAt)}）`), 15_000)
  try {
    const result = await work()
    say(`${name}：完成（${elapsedText(stepStartedAt)}）`)
    return result
  } finally {
    clearInterval(reminder)
  }
}

/** @param {unknown} failure */
export function reportFailure(failure) {
  if (failure instanceof PreparationFailure) {
    if (failure.details) process.stderr.write(`${failure.details.trimEnd()}\n`)
    process.stderr.write(`出错：${failure.message}\n`)
    if (failure.remedy) process.stderr.write(`办法：${failure.remedy}\n`)
    return
  }
  process.stderr.write(
    `出错：准备过程意外中断。\n${failure instanceof Error ? failure.stack : String(failure)}\n`,
  )
}
