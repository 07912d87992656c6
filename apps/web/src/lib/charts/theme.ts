import type { EChartsCoreOption } from 'echarts/core'

/** Series colours, told apart in grey and by the common colour blindnesses; decals are added to them. */
export const PALETTE = ['#1f5ba8', '#dd8420', '#3c8f86', '#7d62a8', '#8fb3e0', '#b3533f', '#5a6779', '#a68a2d'] as const

const INK = '#3d4a5c'
const LINE = '#e0e5ec'
const FONT =
  "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"

/** Shared looks of every chart; a chart's own options go over it. */
export function baseOption(rem: number, description: string): EChartsCoreOption {
  return {
    color: [...PALETTE],
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: 0.8125 * rem, color: INK },
    aria: { enabled: true, label: { description }, decal: { show: true, decals: DECALS } },
    tooltip: {
      confine: true,
      backgroundColor: '#fff',
      borderColor: '#c3ccd8',
      textStyle: { color: '#16202e', fontSize: 0.8125 * rem },
    },
  }
}

/** Quiet textures: the first series is plain. */
const DECALS = [
  { color: 'transparent', symbol: 'none' },
  { color: 'rgba(255,255,255,.38)', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  {
    color: 'rgba(255,255,255,.38)',
    symbol: 'circle',
    symbolSize: 0.5,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [5, 0],
  },
  { color: 'rgba(255,255,255,.38)', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
  { color: 'rgba(255,255,255,.45)', dashArrayX: [1, 0], dashArrayY: [1, 6] },
]

/** Axes of bar charts. */
export function axes(rem: number): { category: object; value: object } {
  const axisLabel = { color: INK, fontSize: 0.8125 * rem }
  return {
    category: { type: 'category', axisTick: { show: false }, axisLine: { lineStyle: { color: '#c3ccd8' } }, axisLabel },
    value: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: LINE } }, axisLabel },
  }
}
