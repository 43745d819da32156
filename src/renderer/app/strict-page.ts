/**
 * Imported before anything else: makes the page fit for its own Content Security Policy.
 *
 * zod compiles parsers with `new Function` unless told not to, and decides when a schema is made; its configuration
 * lives on globalThis so that it can be set here without pulling zod into the first chunk. The Trusted Types policy
 * `default` lets through only the empty string (clearing an element); Vue registers its own policy `vue`.
 */
interface TrustedTypesFactory {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (html: string) => string | null },
  ) => unknown
}

declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined
}

globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true }

const trustedTypes = (globalThis as { readonly trustedTypes?: TrustedTypesFactory }).trustedTypes // not in lib.dom
trustedTypes?.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) })

export {}
