import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  assertLiveArchivePath,
  fileSystemOf,
  liveArchivePathProblem,
  type PathFacts,
} from './archive-path.ts'
import { temporaryFolder } from './temporary-archive.ts'

const windows = (folder: string, facts: Partial<PathFacts> = {}) =>
  liveArchivePathProblem(folder, {
    platform: 'win32',
    realPath: folder,
    fileSystem: null,
    syncRoots: [],
    syncMarkers: [],
    ...facts,
  })
const linux = (folder: string, facts: Partial<PathFacts> = {}) =>
  windows(folder, { platform: 'linux', ...facts })

describe('liveArchivePathProblem on Windows', () => {
  it.each([
    ['D:\\标客簿', null],
    ['C:\\Users\\张三\\AppData\\Roaming\\标客簿\\archive', null],
    ['C:\\Users\\张三\\Documents\\标客簿', null],
    ['D:/标客簿/数据', null],
    ['E:\\公司资料 2026\\客户😀', null],
    ['D:\\OneDriveBackupOld\\x', null],
    ['D:\\Boxes\\x', null],
    ['D:\\资料\\微盘点\\x', null],
    ['\\\\?\\D:\\标客簿', null],
    ['\\\\.\\D:\\标客簿', null],
    ['\\\\server\\share\\标客簿', 'network'],
    ['//server/share/标客簿', 'network'],
    ['\\\\192.168.1.10\\公共', 'network'],
    ['\\\\?\\UNC\\server\\share', 'network'],
    ['\\\\.\\UNC\\server\\share', 'network'],
    ['\\\\wsl$\\Debian\\home', 'network'],
    ['\\\\NAS@SSL\\DavWWWRoot\\x', 'network'],
    ['C:\\Users\\a\\OneDrive\\标客簿', 'sync-folder'],
    ['C:\\Users\\a\\OneDrive - 某某公司\\标客簿', 'sync-folder'],
    ['C:\\Users\\a\\onedrive - Contoso\\x', 'sync-folder'],
    ['D:\\我的坚果云\\标客簿', 'sync-folder'],
    ['D:\\坚果云\\x', 'sync-folder'],
    ['C:\\Users\\a\\Nutstore Files\\x', 'sync-folder'],
    ['C:\\Users\\a\\Dropbox\\x', 'sync-folder'],
    ['C:\\Users\\a\\Dropbox (公司)\\x', 'sync-folder'],
    ['C:\\Users\\a\\Google Drive\\x', 'sync-folder'],
    ['G:\\我的云端硬盘\\x', 'sync-folder'],
    ['G:\\My Drive\\x', 'sync-folder'],
    ['C:\\Users\\a\\iCloudDrive\\x', 'sync-folder'],
    ['D:\\BaiduSyncdisk\\x', 'sync-folder'],
    ['D:\\百度网盘同步空间\\x', 'sync-folder'],
    ['D:\\阿里云盘\\x', 'sync-folder'],
    ['D:\\微云同步盘\\x', 'sync-folder'],
    ['C:\\Users\\a\\WPS Cloud Files\\123', 'sync-folder'],
    ['C:\\Users\\a\\WPSDrive\\123', 'sync-folder'],
    ['D:\\天翼云盘同步盘\\x', 'sync-folder'],
    ['D:\\Seafile\\x', 'sync-folder'],
    ['D:\\SynologyDrive\\x', 'sync-folder'],
    ['D:\\Nextcloud\\x', 'sync-folder'],
    ['标客簿', 'not-absolute'],
    ['.\\标客簿', 'not-absolute'],
    ['D:标客簿', 'not-absolute'],
    ['\\标客簿', 'not-absolute'],
    ['', 'not-absolute'],
  ] as const)('%s → %s', (folder, problem) => {
    expect(windows(folder)).toBe(problem)
  })

  it.each([
    [
      'a mapped drive that resolves to a share',
      'Z:\\标客簿',
      { realPath: '\\\\nas\\office\\标客簿' },
      'network',
    ],
    ['a junction into OneDrive', 'D:\\数据', { realPath: 'C:\\Users\\a\\OneDrive\\数据' }, 'sync-folder'],
    ['a OneDrive root under another name', 'E:\\云\\数据', { syncRoots: ['e:\\云'] }, 'sync-folder'],
    ['beside a OneDrive root', 'E:\\云2\\数据', { syncRoots: ['E:\\云'] }, null],
    ['a marker above', 'D:\\数据', { syncMarkers: ['.stfolder'] }, 'sync-folder'],
    ['exFAT', 'F:\\数据', { fileSystem: 'exfat' }, 'removable-file-system'],
    ['NTFS', 'F:\\数据', { fileSystem: 'ntfs' }, null],
  ] as const)('%s', (_, folder, facts, problem) => {
    expect(windows(folder, facts)).toBe(problem)
  })
})

describe('liveArchivePathProblem on Linux', () => {
  it.each([
    ['/home/a/标客簿', { fileSystem: 'ext4' }, null],
    ['/home/a/.config/标客簿', { fileSystem: 'btrfs' }, null],
    ['/tmp/x', { fileSystem: 'tmpfs' }, null],
    ['/', { fileSystem: 'overlay' }, null],
    ['/mnt/nas/x', { fileSystem: 'nfs4' }, 'network'],
    ['/mnt/nas/x', { fileSystem: 'cifs' }, 'network'],
    ['/mnt/nas/x', { fileSystem: 'smb3' }, 'network'],
    ['/mnt/x', { fileSystem: 'fuse.sshfs' }, 'network'],
    ['/mnt/x', { fileSystem: 'fuse.rclone' }, 'network'],
    ['/media/usb/x', { fileSystem: 'vfat' }, 'removable-file-system'],
    ['/media/usb/x', { fileSystem: 'exfat' }, 'removable-file-system'],
    ['/home/a/Dropbox/x', { fileSystem: 'ext4' }, 'sync-folder'],
    ['/home/a/坚果云/x', { fileSystem: 'ext4' }, 'sync-folder'],
    ['/home/a/x', { fileSystem: 'ext4', realPath: '/home/a/Nextcloud/x' }, 'sync-folder'],
    ['标客簿', {}, 'not-absolute'],
    ['./标客簿', {}, 'not-absolute'],
  ] as const)('%s %j → %s', (folder, facts, problem) => {
    expect(linux(folder, facts)).toBe(problem)
  })
})

describe('fileSystemOf', () => {
  const mounts = [
    '/dev/sda1 / ext4 rw 0 0',
    '/dev/sdb1 /media/u\\040盘 vfat rw 0 0',
    '//nas/a /mnt/nas cifs rw 0 0',
    'tmpfs /mnt/nas/inner tmpfs rw 0 0',
  ].join('\n')
  it.each([
    ['/home/a', 'ext4'],
    ['/media/u 盘/x', 'vfat'],
    ['/mnt/nas', 'cifs'],
    ['/mnt/nasty', 'ext4'],
    ['/mnt/nas/inner/x', 'tmpfs'],
  ])('%s lies on %s', (place, type) => {
    expect(fileSystemOf(place, mounts)).toBe(type)
  })
})

describe('assertLiveArchivePath', () => {
  it('accepts a folder of this machine that does not exist yet', () => {
    expect(() => assertLiveArchivePath(path.join(temporaryFolder(), 'new', 'archive'))).not.toThrow()
  })

  it('refuses a link into a synchronised folder, with a Chinese sentence', () => {
    const folder = temporaryFolder()
    fs.mkdirSync(path.join(folder, 'synchronised', '.stfolder'), { recursive: true })
    fs.symlinkSync(path.join(folder, 'synchronised'), path.join(folder, 'plain'))
    expect(() => assertLiveArchivePath(path.join(folder, 'plain', 'archive'))).toThrow(
      expect.objectContaining({
        code: 'path-refused',
        details: { reason: 'sync-folder', message: expect.stringContaining('网盘') as unknown },
      }),
    )
  })
})
