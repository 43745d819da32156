/** Built beside the shell's bundle, in whatever chunk this line ends up. */
export const archiveThreadEntry = new URL('./archive-thread.js', import.meta.url)
