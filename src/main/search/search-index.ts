/** Ids lie below 2^40 (rule R18), so that popularity fits above them in one 64-bit row id. */
const bucketUnit = 2n ** 40n

/** The index is walked in order of its row ids, so the popular come first. Never by shifting: JavaScript shifts 32 bits. */
export function searchRowId(bucket: number, documentId: number): bigint {
  return BigInt(bucket) * bucketUnit + BigInt(documentId)
}
