import { getCurrentInstance, onActivated, onDeactivated, onScopeDispose, shallowReactive } from 'vue'

export interface Command {
  readonly id: string
  /** Shown in the palette (Ctrl+K). */
  readonly title: string
  /** `F8`, `Ctrl+S`, `Ctrl+Shift+P`, `Escape`. */
  readonly keys?: string
  /** Hidden from the palette: keys only. */
  readonly isHidden?: boolean
  /** Moves to another place: its keys rest while a dialog asks something, for nothing may change behind it. */
  readonly isOfFrame?: boolean
  readonly isEnabled?: () => boolean
  readonly run: () => unknown
}

const registered = shallowReactive<Command[]>([])

/** Every command that stands now, the latest first: a form's Ctrl+S goes before the frame's. */
export function commands(): readonly Command[] {
  return [...registered].reverse()
}

/** Registers until the calling component goes away; outside of one, until the returned function is called. */
export function registerCommand(command: Command): () => void {
  const add = () => {
    if (!registered.includes(command)) registered.push(command)
  }
  const remove = () => {
    const index = registered.indexOf(command)
    if (index !== -1) registered.splice(index, 1)
  }
  add()
  onScopeDispose(remove, true)
  if (getCurrentInstance() !== null) {
    // A kept screen that is not shown must not answer keys.
    onActivated(add)
    onDeactivated(remove)
  }
  return remove
}

/** Runs the latest enabled command with this id; says whether there was one. */
export function runCommand(id: string): boolean {
  const command = commands().find((candidate) => candidate.id === id && candidate.isEnabled?.() !== false)
  command?.run()
  return command !== undefined
}

/** `Ctrl+Shift+S` of a key press; Cmd counts as Ctrl on a Mac. */
export function keysOf(event: KeyboardEvent): string {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey && name !== 'Shift' ? ['Shift'] : []),
    name,
  ].join('+')
}

/** Runs the command that owns the pressed keys. A key press that a field already used, or that an IME is composing, is left alone. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const keys = keysOf(event)
  const isDialogOpen = document.querySelector('dialog[open]') !== null
  const command = commands().find(
    (candidate) =>
      candidate.keys === keys &&
      candidate.isEnabled?.() !== false &&
      !(isDialogOpen && candidate.isOfFrame === true),
  )
  if (command === undefined) return
  event.preventDefault()
  command.run()
}
