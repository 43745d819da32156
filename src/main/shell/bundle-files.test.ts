import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundlePathOf, createBundleServer } from './bundle-files.ts'
import { contentSecurityPolicy, isOwnPage } from './content-security-policy.ts'

let folder: string
let serve: (request: Request) => Promise<Response>

/** A request as a page could send one: the URL text goes through untouched, which `new Request` would tidy. */
function asked(url: string, method = 'GET'): Request {
  return { url, method } as Request
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biaokebu-bundle-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.html'), 'secret')
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'renderer', 'assets', 'main-B1_x.js'), 'export {}')
  await writeFile(join(folder, 'renderer', 'notes.txt'), 'not of a kind that pages need')
  await symlink(join(folder, 'secret.html'), join(folder, 'renderer', 'leak.html'))
  serve = createBundleServer(join(folder, 'renderer'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function traversals(): string[] {
  const steps = ['..', '.', '%2e%2e', '%2E%2E', '..%2f', '%252e%252e', '....', '..;', '．．', '%c0%ae%c0%ae']
  const separators = ['/', '\\', '%2f', '%5c', '//', '/./', '%252f', '／']
  const targets = ['secret.html', 'etc/passwd.html', 'index.html']
  const built = steps.flatMap((step) =>
    separators.flatMap((separator) => targets.map((target) => `/${step}${separator}${target}`)),
  )
  const others = [
    '/C:/Windows/win.ini',
    '/C:\\Windows\\win.ini.html',
    '//server/share/file.html',
    '/\\\\server\\share\\file.html',
    '/index.html::$DATA',
    '/index.html:stream.html',
    '/index.html%00',
    '/index.html\u0000.html',
    '/secret.html%00.html',
    '/assets/../../secret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/assets/..%5c..%5csecret.html',
    '/leak.html',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/',
    '',
    '/.env.html',
    '/~/secret.html',
    '/assets//main-B1_x.js',
    '/con.html',
    `/${'a'.repeat(5000)}.html`,
    '/index.html/',
    '/index.html/../secret.html',
    '/%69ndex.html',
    '/index.html ',
    '/index.html.',
    '/..index.html/..',
  ]
  return [...built, ...others].filter((path) => path !== '/./index.html')
}

describe('the server of our own pages', () => {
  it('finds nothing for more than 200 ways of leaving the bundle', async () => {
    const paths = traversals()
    expect(paths.length).toBeGreaterThanOrEqual(200)
    for (const path of paths) {
      const response = await serve(asked(`app://biaokebu${path}`))
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).not.toContain('secret')
    }
  })

  it.each([
    'app://other/index.html',
    'app://biaokebu.evil/index.html',
    'file:///index.html',
    'app:///index.html',
  ])('does not answer for %s', async (url) => {
    expect((await serve(asked(url))).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'])('refuses the method %s', async (method) => {
    expect((await serve(asked('app://biaokebu/index.html', method))).status).toBe(404)
  })

  it('serves pages and their parts, whatever query or fragment follows', async () => {
    const page = await serve(asked('app://biaokebu/index.html?a=..%2f#/customers/1'))
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(bundlePathOf('app://biaokebu/assets/main-B1_x.js')).toBe('/assets/main-B1_x.js')
    expect((await serve(asked('app://biaokebu/assets/main-B1_x.js'))).status).toBe(200)
  })

  it('sends the content security policy with every response, found or not', async () => {
    for (const path of ['/index.html', '/assets/main-B1_x.js', '/missing.html', '/../secret.html']) {
      const response = await serve(asked(`app://biaokebu${path}`))
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    }
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|data:|https?:/u)
  })
})

describe('isOwnPage', () => {
  it.each(['app://biaokebu/index.html', 'app://biaokebu/index.html#/today', 'app://biaokebu/paper.html?x=1'])(
    'knows %s',
    (url) => {
      expect(isOwnPage(url)).toBe(true)
    },
  )

  it.each([
    'file:///etc/passwd',
    'file://server/share/x.html',
    '\\\\server\\share\\x.html',
    'javascript:alert(1)',
    'data:text/html,<p>x',
    'about:blank',
    'about:srcdoc',
    'blob:app://biaokebu/1',
    'filesystem:app://biaokebu/temporary/x',
    'http://biaokebu/index.html',
    'https://example.com/',
    'ftp://example.com/',
    'ws://example.com/',
    'app://biaokebu',
    'app://biaokebu/',
    'app://biaokebu/other.html',
    'app://biaokebu/index.html/x',
    'app://biaokebu/assets/main.js',
    'app://biaokebu.example/index.html',
    'app://biaokebu@evil/index.html',
    'app://user@biaokebu/index.html',
    'app://biaokebu:80/index.html',
    'APP://biaokebu/index.html',
    'app:/biaokebu/index.html',
    'app:biaokebu/index.html',
    'apps://biaokebu/index.html',
    'view-source:app://biaokebu/index.html',
    'chrome://gpu',
    'devtools://devtools/bundled/inspector.html',
    'mailto:a@b.c',
    '',
  ])('is not taken in by %s', (url) => {
    expect(isOwnPage(url)).toBe(false)
  })
})
