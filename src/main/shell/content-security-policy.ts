/** Where every page of ours lives; nothing else may ask, load or be navigated to. */
export const pageOrigin = 'app://biaokebu'
export const mainPage = `${pageOrigin}/index.html`
export const paperPage = `${pageOrigin}/paper.html`

/**
 * Sent with every response, because a header cannot be overtaken by markup as a `<meta>` can.
 * Trusted Types: `vue` is the policy Vue makes itself, `default` the one of the pages, which lets
 * only the empty string through.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default vue',
].join('; ')

export function responseHeaders(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

/** Whether a URL is one of our own pages; opaque origins (`data:`, `blob:`, `javascript:`) never are. */
export function isOwnPage(url: string): boolean {
  const bare = url.split(/[?#]/u, 1)[0]
  return bare === mainPage || bare === paperPage
}
