/** Neighbouring Chinese numbers that get typed where a credit code belongs, told apart by their own check digits. */

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** GB 11714: eight characters and a check digit, also positions 9–17 of a credit code. */
export function isOrganisationCode(nine: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/u.test(nine)) return false
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + weight * organisationAlphabet.indexOf(nine.charAt(index)),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return nine.charAt(8) === (check === 10 ? 'X' : String(check))
}

/** GB 11643: a citizen's identity number, with a birthday that exists and the right check character. */
export function isIdentityNumber(text: string): boolean {
  if (!/^[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/u.test(text))
    return false
  let sum = 0
  for (let index = 0; index < 17; index += 1) sum += Number(text.charAt(index)) * (2 ** (17 - index) % 11)
  return '10X98765432'.charAt(sum % 11) === text.charAt(17)
}
