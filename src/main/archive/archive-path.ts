import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../shared/failure.ts'

/** Why a live archive must not lie at a place. Backups may: they are written whole and then left alone. */
export type PathProblem = 'not-absolute' | 'network' | 'sync-folder' | 'removable-file-system'

/** What is known of a place, gathered apart from the decision so that both can be tested. */
export interface PathFacts {
  readonly platform: NodeJS.Platform
  /** The path with links and mapped drives followed, in the platform's own form. */
  readonly realPath: string
  /** Type of the file system as the platform names it, lower case; null where it cannot be told. */
  readonly fileSystem: string | null
  /** Root folders that a sync client announced, e.g. by the environment variable OneDrive. */
  readonly syncRoots: readonly string[]
  /** Names of the marker files that sync clients leave in the folder or above it. */
  readonly syncMarkers: readonly string[]
}

const sentences: Readonly<Record<PathProblem, string>> = {
  'not-absolute': '请使用完整的文件夹路径，例如 D:\\标客簿。',
  network: '档案库不能放在网络位置或共享盘上，否则断网时会损坏数据。请改用本机硬盘；备份可以放在网络位置。',
  'sync-folder':
    '档案库不能放在网盘的同步文件夹里，同步会损坏正在使用的数据。请改用普通文件夹；备份可以放在网盘里。',
  'removable-file-system':
    '这个磁盘的格式（FAT / exFAT）不适合存放正在使用的档案库，突然拔出会损坏数据。请改用本机硬盘；备份可以放在这里。',
}

/** Folder names of the sync clients met in Chinese offices, compared without case. */
const syncFolderNames: readonly RegExp[] = [
  /^onedrive( - .+)?$/,
  /^(我的)?坚果云$/,
  /^nutstore( files)?$/,
  /^dropbox( \(.+\))?$/,
  /^google ?drive$/,
  /^(my drive|我的云端硬盘)$/,
  /^icloud ?drive$/,
  /^com~apple~clouddocs$/,
  /^mobile documents$/,
  /^百度网盘(同步空间)?$/,
  /^baidu(netdisk|syncdisk|sync disk|云同步盘)$/,
  /^阿里云盘(同步)?$/,
  /^(腾讯)?微云(同步(盘|助手))?$/,
  /^weiyun( disk)?$/,
  /^wps ?(云盘|cloud files|drive)$/,
  /^天翼云盘(同步盘)?$/,
  /^(企业微信)?微盘$/,
  /^亿方云$|^fangcloud(sync)?$/,
  /^seafile$|^nextcloud$|^owncloud$|^synologydrive$|^synology drive$|^syncthing$|^resilio sync$/,
  /^mega(sync)?$|^pcloud ?drive$|^box( sync)?$|^yandex\.disk$/,
]

/**
 * Marks that clients leave in a folder they sync, wherever it lies. `.dropbox` counts only as a file:
 * the client's own settings are a folder of that name in the home folder.
 */
const syncMarkers: readonly { readonly name: string; readonly isFile: boolean }[] = [
  { name: '.stfolder', isFile: false },
  { name: '.dropbox', isFile: true },
  { name: '.owncloudsync.log', isFile: true },
]

const networkFileSystems =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|9p|virtiofs|vboxsf|vmhgfs|fuse\.vmhgfs-fuse|prl_fs|ceph|glusterfs|fuse\.(sshfs|rclone|glusterfs|davfs|s3fs|gvfsd-fuse|curlftpfs)|davfs|afpfs|webdav|fuse\.webdav|remote)$/
const removableFileSystems = /^(vfat|msdos|fat|fat12|fat16|fat32|exfat|fuse\.exfat|fuseblk\.exfat)$/

/** Tells why a live archive must not lie at `folder` (T18), or null when it may. Reads nothing itself. */
export function liveArchivePathProblem(folder: string, facts: PathFacts): PathProblem | null {
  const rules = facts.platform === 'win32' ? path.win32 : path.posix
  if (!rules.isAbsolute(folder)) return 'not-absolute'
  if (facts.platform === 'win32') {
    // `\temp` has no drive: where it lies depends on the current one
    if (!/^[a-z]:[\\/]/i.test(folder) && !/^[\\/]{2}/.test(folder)) return 'not-absolute'
    if (isWindowsNetworkPath(folder) || isWindowsNetworkPath(facts.realPath)) return 'network'
  }
  if (facts.fileSystem !== null && networkFileSystems.test(facts.fileSystem)) return 'network'
  if (facts.syncMarkers.length > 0) return 'sync-folder'
  for (const place of [folder, facts.realPath]) {
    if (facts.syncRoots.some((root) => isWithin(place, root, facts.platform))) return 'sync-folder'
    const names = place.split(facts.platform === 'win32' ? /[\\/]+/ : /\/+/)
    if (
      names.some((name) =>
        syncFolderNames.some((pattern) => pattern.test(name.normalize('NFC').toLowerCase())),
      )
    ) {
      return 'sync-folder'
    }
  }
  if (facts.fileSystem !== null && removableFileSystems.test(facts.fileSystem)) return 'removable-file-system'
  return null
}

/** Refuses a place where a live archive must not lie. The folder need not exist yet. */
export function assertLiveArchivePath(folder: string): void {
  const problem = liveArchivePathProblem(folder, gatherPathFacts(folder))
  if (problem === null) return
  throw new AppError('path-refused', `A live archive must not lie there: ${problem}`, {
    details: { reason: problem, message: sentences[problem] },
  })
}

export function gatherPathFacts(folder: string): PathFacts {
  const realPath = realPathOfNearest(path.resolve(folder))
  return {
    platform: process.platform,
    realPath,
    fileSystem: process.platform === 'linux' ? linuxFileSystem(realPath) : null,
    syncRoots: ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'].flatMap((name) => {
      const root = process.env[name]
      return root === undefined || root === '' ? [] : [root]
    }),
    syncMarkers: markersAbove(realPath),
  }
}

function isWindowsNetworkPath(place: string): boolean {
  const slashed = place.replaceAll('/', '\\')
  if (/^\\\\[?.]\\UNC\\/i.test(slashed)) return true
  if (/^\\\\[?.]\\[a-z]:\\/i.test(slashed)) return false
  return slashed.startsWith('\\\\')
}

function isWithin(place: string, root: string, platform: NodeJS.Platform): boolean {
  const rules = platform === 'win32' ? path.win32 : path.posix
  const relative = rules.relative(root, place) // compares without case on Windows
  return relative === '' || (!relative.startsWith('..') && !rules.isAbsolute(relative))
}

/** `realpath` of the nearest ancestor that exists; on Windows the native one also turns a mapped drive into its share. */
function realPathOfNearest(folder: string): string {
  const missing: string[] = []
  let place = folder
  for (;;) {
    try {
      return path.join(fs.realpathSync.native(place), ...missing)
    } catch {
      const parent = path.dirname(place)
      if (parent === place) return folder
      missing.unshift(path.basename(place))
      place = parent
    }
  }
}

function markersAbove(folder: string): string[] {
  const found: string[] = []
  for (let place = folder; ; place = path.dirname(place)) {
    for (const { name, isFile } of syncMarkers) {
      const stat = fs.statSync(path.join(place, name), { throwIfNoEntry: false })
      if (stat !== undefined && stat.isFile() === isFile) found.push(name)
    }
    if (path.dirname(place) === place) return found
  }
}

function linuxFileSystem(realPath: string): string | null {
  let mounts: string
  try {
    mounts = fs.readFileSync('/proc/self/mounts', 'utf8')
  } catch {
    return null // without /proc nothing can be told; the other rules still hold
  }
  return fileSystemOf(realPath, mounts)
}

/** Type of the deepest mount that holds the path, from the text of `/proc/self/mounts`. */
export function fileSystemOf(realPath: string, mounts: string): string | null {
  let best: { readonly point: string; readonly type: string } | null = null
  for (const line of mounts.split('\n')) {
    const [, point, type] = line.split(' ')
    if (point === undefined || type === undefined) continue
    const plain = point.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    const holds = plain === '/' || realPath === plain || realPath.startsWith(`${plain}/`)
    // of mounts on one point the last one counts
    if (holds && (best === null || plain.length >= best.point.length))
      best = { point: plain, type: type.toLowerCase() }
  }
  return best?.type ?? null
}
