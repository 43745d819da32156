import { contextBridge, ipcRenderer } from 'electron'

/** The two channels between pages and shell. The strings stand here too, because a sandboxed preload is one file. */
const requestChannel = 'biaokebu:request'
const eventChannel = 'biaokebu:event'

type Listener = (payload: unknown) => void

// The bridge copies and freezes what it is given. Neither ipcRenderer nor an event object gets through.
contextBridge.exposeInMainWorld('biaokebu', {
  request(name: unknown, payload: unknown): Promise<unknown> {
    return ipcRenderer.invoke(requestChannel, name, payload)
  },
  /** Returns the function that stops listening. */
  on(event: unknown, listener: Listener): () => void {
    const relay = (_: unknown, name: unknown, payload: unknown) => {
      if (name === event) listener(payload)
    }
    ipcRenderer.on(eventChannel, relay)
    return () => {
      ipcRenderer.removeListener(eventChannel, relay)
    }
  },
})
