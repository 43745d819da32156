/** A kind of error and where it was thrown. Messages of parsers quote what they parsed, so they stay out. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line))
  return [cause.name, ...frames.slice(0, 12)].join('\n')
}
