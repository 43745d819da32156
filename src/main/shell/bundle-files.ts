import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { pageOrigin, responseHeaders } from './content-security-policy.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

/**
 * Letters, digits, `_`, `-`, `.` and single slashes: what the bundler writes. Percent signs, backslashes,
 * colons (drives, NTFS streams), NUL and empty segments therefore never reach the file system.
 */
const plainPath = /^(?:\/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)+$/u

/** The path inside the bundle that a URL names, or null when it names none of ours. Takes the URL as it was asked. */
export function bundlePathOf(url: string): string | null {
  if (!url.startsWith(`${pageOrigin}/`)) return null
  const path = url.slice(pageOrigin.length).split(/[?#]/u, 1)[0] ?? ''
  return plainPath.test(path) && contentTypes[extname(path)] !== undefined ? path : null
}

/** Serves the built pages out of one folder and nothing else; what is not there, or leads out of it, is a 404. */
export function createBundleServer(folder: string): (request: Request) => Promise<Response> {
  const root = realpath(folder)
  // The first window asks for the root; a failure is answered there and must not end the process before.
  root.catch(() => undefined)
  return async (request) => {
    try {
      const path = request.method === 'GET' ? bundlePathOf(request.url) : null
      if (path === null) return notFound()
      const inside = await root
      const file = await realpath(join(inside, path))
      if (!file.startsWith(inside + sep)) return notFound()
      const contentType = contentTypes[extname(file)]
      if (contentType === undefined) return notFound()
      return new Response(new Uint8Array(await readFile(file)), { headers: responseHeaders(contentType) })
    } catch {
      return notFound() // a missing file, a folder, a name that is too long: all the same to a page
    }
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: responseHeaders('text/plain; charset=utf-8') })
}
