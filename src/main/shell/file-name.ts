const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu

/** A name that every file system takes, made of one that a page proposed; never a path. */
export function fileNameFrom(proposed: string, extension: string): string {
  const stem = proposed
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{1,5}$/u, '')
    // Control characters are among what Windows refuses.
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .slice(0, 100)
  return `${stem === '' || reserved.test(stem) ? '标客簿' : stem}.${extension}`
}
