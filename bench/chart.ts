import { CONTENDERS } from './contenders.js'
import type { Results } from './results.js'
import { perSecond, sizesOf } from './targets.js'
import { type Work, WORK_NAMES, WORKS } from './workload.js'

/** The emulator's line is the thick one, and the limit's is dashed. */
const COLOURS = ['#0b6bcb', '#60a5fa', '#c2410c', '#15803d', '#a21caf', '#b45309', '#be123c', '#6b7280']

const PANEL = { width: 420, height: 260 }
const MARGIN = { left: 56, top: 34, right: 16, bottom: 34 }
const LEGEND = 56

/** Draws answers a second against rows, a panel for each work, both axes logarithmic. An SVG document. */
export function chartOf(results: Results): string {
  const width = PANEL.width * 2
  const height = PANEL.height * 2 + LEGEND
  const panels = WORKS.map((work, index) => {
    const [x, y] = [(index % 2) * PANEL.width, Math.floor(index / 2) * PANEL.height]
    return `<g transform="translate(${x} ${y})">${panelOf(results, work)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">
<title>Answers a second against rows</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.join('\n')}
<g transform="translate(${MARGIN.left} ${PANEL.height * 2 + 14})">${legend()}</g>
</svg>
`
}

function panelOf(results: Results, work: Work): string {
  const sizes = sizesOf(results)
  const all = results.throughput.filter((each) => each.work === work).map((each) => each.perSecond)
  const x = logScale(sizes, MARGIN.left, PANEL.width - MARGIN.right)
  const y = logScale(powersAround(all), PANEL.height - MARGIN.bottom, MARGIN.top)
  const lines = CONTENDERS.map(({ name }, index) => {
    const points = sizes
      .map((rows): [number, number] => [x(rows), y(perSecond(results, name, work, rows))])
      .filter(([, at]) => Number.isFinite(at))
    return lineOf(points, index)
  })
  return [
    `<text x="${MARGIN.left}" y="18" font-weight="600">${WORK_NAMES[work]}</text>`,
    ...powersAround(all).map((value) => gridLine(value, y(value))),
    ...sizes.map((rows) => label(rows, x(rows), PANEL.height - MARGIN.bottom + 16, 'middle')),
    ...lines.reverse(),
  ].join('')
}

function lineOf(points: readonly [number, number][], index: number): string {
  const colour = COLOURS[index % COLOURS.length] as string
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const width = index === 0 ? 3 : 1.5
  const dash = index === CONTENDERS.length - 1 ? ' stroke-dasharray="4 3"' : ''
  const marks = points.map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${width}"/>`).join('')
  return `<g fill="${colour}" stroke="${colour}"><polyline points="${path}" fill="none" stroke-width="${width}"${dash}/>${marks}</g>`
}

function legend(): string {
  const column = (PANEL.width * 2 - MARGIN.left) / 4
  return CONTENDERS.map(({ name }, index) => {
    const [x, y] = [(index % 4) * column, Math.floor(index / 4) * 20]
    const colour = COLOURS[index % COLOURS.length] as string
    return `<g transform="translate(${x.toFixed(0)} ${y})"><rect y="-8" width="14" height="8" fill="${colour}"/><text x="20">${name}</text></g>`
  }).join('')
}

function gridLine(value: number, y: number): string {
  const line = `<line x1="${MARGIN.left}" x2="${PANEL.width - MARGIN.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#e5e7eb"/>`
  return line + label(value, MARGIN.left - 6, y + 4, 'end')
}

function label(value: number, x: number, y: number, anchor: string): string {
  const text = value.toLocaleString('en').replaceAll(',', ' ')
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#4b5563">${text}</text>`
}

/** The powers of ten that have all the values between them. */
function powersAround(values: readonly number[]): number[] {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
}

function logScale(domain: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.log10(Math.min(...domain)), Math.log10(Math.max(...domain))]
  return (value) => from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from)
}
