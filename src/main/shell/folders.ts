import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where a first archive and its backups are proposed: the archive in the person's own folder, which no sync
 * program watches (Documents often is), the backups on another disk where there is one.
 */
export function proposedFolders(
  home: string,
  platform: NodeJS.Platform,
): { archive: string; backup: string } {
  const archive = join(home, '标客簿', '档案库')
  const otherDisk =
    platform === 'win32' ? ['D:\\', 'E:\\', 'F:\\'].find((root) => existsSync(root)) : undefined
  return { archive, backup: join(otherDisk ?? home, '标客簿备份') }
}
