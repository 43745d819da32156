import crypto from 'node:crypto'

/** The few primitives of the keyring. Everything secret is a Buffer, so that its owner can zero it. */

export const secretBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** A ciphertext with the nonce that was made for this one write, both base64. */
export interface Sealed {
  readonly nonce: string
  readonly box: string
}

/** HKDF-SHA256. `info` is distinct for every use, so that no two keys of ours are ever the same. */
export function deriveKey(secret: Buffer, salt: Buffer, info: string): Buffer {
  return Buffer.from(crypto.hkdfSync('sha256', secret, salt, info, secretBytes))
}

/** AES-256-GCM: in every Electron, while ChaCha20-Poly1305 was missing from some (electron#24024). */
export function seal(key: Buffer, plain: Buffer, associated: string): Sealed {
  const nonce = crypto.randomBytes(nonceBytes)
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(associated, 'utf8'))
  const box = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64'), box: box.toString('base64') }
}

/** The sealed bytes, or null when key, box or associated data are not the ones it was sealed with. */
export function unseal(key: Buffer, sealed: Sealed, associated: string): Buffer | null {
  const nonce = Buffer.from(sealed.nonce, 'base64')
  const box = Buffer.from(sealed.box, 'base64')
  if (nonce.length !== nonceBytes || box.length < tagBytes) return null
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(associated, 'utf8'))
  decipher.setAuthTag(box.subarray(box.length - tagBytes))
  try {
    return Buffer.concat([decipher.update(box.subarray(0, box.length - tagBytes)), decipher.final()])
  } catch {
    return null // the tag did not match
  }
}

export interface KeyPair {
  readonly publicKey: Buffer
  readonly privateKey: Buffer
}

// DER around the 32 raw bytes (RFC 8410), which Node takes and gives only in a wrapping.
const privateKeyPrefix = Buffer.from('302e020100300506032b656e04220420', 'hex')
const publicKeyPrefix = Buffer.from('302a300506032b656e032100', 'hex')

export function generateKeyPair(): KeyPair {
  const pair = crypto.generateKeyPairSync('x25519')
  const privateDer = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
  const publicDer = pair.publicKey.export({ format: 'der', type: 'spki' })
  const privateKey = Buffer.from(privateDer.subarray(privateDer.length - secretBytes))
  privateDer.fill(0)
  return { privateKey, publicKey: Buffer.from(publicDer.subarray(publicDer.length - secretBytes)) }
}

export interface SealedToHolder extends Sealed {
  /** Public half of the pair made for this one sealing, base64. */
  readonly ephemeralKey: string
}

/** Seals to a public key: whoever holds the private half can open it; the sealer needs no secret of theirs. */
export function sealTo(publicKey: Buffer, plain: Buffer, associated: string): SealedToHolder {
  const ephemeral = generateKeyPair()
  const key = agreedKey(ephemeral.privateKey, publicKey, ephemeral.publicKey, publicKey)
  try {
    return { ephemeralKey: ephemeral.publicKey.toString('base64'), ...seal(key, plain, associated) }
  } finally {
    key.fill(0)
    ephemeral.privateKey.fill(0)
  }
}

export function unsealAs(holder: KeyPair, sealed: SealedToHolder, associated: string): Buffer | null {
  const ephemeralKey = Buffer.from(sealed.ephemeralKey, 'base64')
  if (ephemeralKey.length !== secretBytes) return null
  let key: Buffer
  try {
    key = agreedKey(holder.privateKey, ephemeralKey, ephemeralKey, holder.publicKey)
  } catch {
    return null // a point of low order: the file was tampered with
  }
  try {
    return unseal(key, sealed, associated)
  } finally {
    key.fill(0)
  }
}

export function authenticate(key: Buffer, text: string | Buffer): Buffer {
  return crypto.createHmac('sha256', key).update(text).digest()
}

export function isSameMac(first: Buffer, second: Buffer): boolean {
  return first.length === second.length && crypto.timingSafeEqual(first, second)
}

function agreedKey(privateKey: Buffer, publicKey: Buffer, ephemeralKey: Buffer, holderKey: Buffer): Buffer {
  const der = Buffer.concat([privateKeyPrefix, privateKey])
  const shared = crypto.diffieHellman({
    privateKey: crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publicKey: crypto.createPublicKey({
      key: Buffer.concat([publicKeyPrefix, publicKey]),
      format: 'der',
      type: 'spki',
    }),
  })
  der.fill(0)
  try {
    return deriveKey(shared, Buffer.concat([ephemeralKey, holderKey]), 'biaokebu/seal-to-holder/1')
  } finally {
    shared.fill(0)
  }
}
