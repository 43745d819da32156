import fs from 'node:fs'

/**
 * Prints a line to the parent before it returns. `console.log` queues it when the pipe is full, which a child
 * that never yields would never send: an acknowledgement given but not heard.
 */
export function say(line: string): void {
  let rest = Buffer.from(`${line}\n`, 'utf8')
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}
