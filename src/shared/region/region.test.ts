import { describe, expect, it } from 'vitest'
import { citiesOf, districtsOf, divisions, divisionsNamed, provinces, readRegion } from './region.ts'

it('knows every province and thousands of districts, each code once', () => {
  expect(provinces).toHaveLength(34)
  expect(divisions.length).toBeGreaterThan(3300)
  expect(new Set(divisions.map(({ code }) => code)).size).toBe(divisions.length)
})

it.each([
  ['恩施土家族苗族自治州', '恩施'],
  ['内蒙古自治区', '内蒙古'],
  ['广西壮族自治区', '广西'],
  ['大兴安岭地区', '大兴安岭'],
  ['浦东新区', '浦东'],
  ['沙县区', '沙县'],
  ['香港特别行政区', '香港'],
  ['延边朝鲜族自治州', '延边'],
])('shortens %s to %s', (name, shortName) => {
  expect(divisionsNamed(name)[0]?.shortName).toBe(shortName)
})

it('lists the children of a place', () => {
  expect(citiesOf('江苏省')).toContain('南京市')
  expect(citiesOf('上海市')).toEqual(['上海市'])
  expect(districtsOf('上海市', '上海市')).toContain('浦东新区')
  expect(districtsOf('江苏省', '苏州市')).toContain('昆山市')
})

describe('readRegion', () => {
  it.each<[string, (string | null)[], string]>([
    ['江苏省南京市鼓楼区中山路 1 号', ['江苏省', '南京市', '鼓楼区'], '中山路 1 号'],
    ['江苏南京', ['江苏省', '南京市', null], ''],
    ['南京鼓楼', ['江苏省', '南京市', '鼓楼区'], ''],
    ['江苏-南京-鼓楼区', ['江苏省', '南京市', '鼓楼区'], ''],
    ['江苏省 / 南京市', ['江苏省', '南京市', null], ''],
    ['昆山市玉山镇', ['江苏省', '苏州市', '昆山市'], '玉山镇'],
    ['北京市朝阳区望京', ['北京市', '北京市', '朝阳区'], '望京'],
    ['北京市北京市朝阳区', ['北京市', '北京市', '朝阳区'], ''],
    ['上海', ['上海市', '上海市', null], ''],
    ['湖北省仙桃市', ['湖北省', '仙桃市', null], ''],
    ['吉林省吉林市', ['吉林省', '吉林市', null], ''],
    ['内蒙古呼和浩特', ['内蒙古自治区', '呼和浩特市', null], ''],
    ['中国江苏省无锡市', ['江苏省', '无锡市', null], ''],
    ['重庆市云阳县', ['重庆市', '重庆市', '云阳县'], ''],
    ['香港', ['香港特别行政区', null, null], ''],
  ])('reads %s', (text, [province, city, district], rest) => {
    expect(readRegion(text)).toMatchObject({ region: { province, city, district }, rest })
  })

  it.each(['鼓楼区', '长安', '中山北路 88 号', '北京东路 3 号', '', '华东', '无'])(
    'does not guess at %j',
    (text) => {
      expect(readRegion(text)).toBeNull()
    },
  )

  it('takes a city before a district of the same name', () => {
    expect(readRegion('朝阳')?.region.city).toBe('朝阳市')
  })
})
