import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, wherever the command was started. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** @param {...string} parts */
export function projectPath(...parts) {
  return join(projectFolder, ...parts)
}
