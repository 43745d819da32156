/** Counts requests that hold the connections, so that locking waits for them instead of closing under them. */
export interface Gate {
  /** Returns the function that leaves. */
  enter(): () => void
  whenEmpty(): Promise<void>
}

export function createGate(): Gate {
  let inside = 0
  let waiting: (() => void)[] = []
  return {
    enter() {
      inside++
      let isInside = true
      return () => {
        if (!isInside) return
        isInside = false
        inside--
        if (inside > 0) return
        const released = waiting
        waiting = []
        for (const release of released) release()
      }
    },
    whenEmpty() {
      return inside === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))
    },
  }
}
