import { bench, describe } from 'vitest'
import { buildEmulator } from '../mocks/emulator.js'

/** Get, update, create and delete by id cost the same however many rows there are. */
describe.each([100, 10_000, 100_000])('%i rows', (count) => {
  const { deviceManagementPartners: rows } = buildEmulator({ count })
  const ids = rows.list().map(({ id }) => id ?? '')
  let next = 0
  const id = () => ids[next++ % ids.length] ?? ''

  bench('get', () => void rows.get(id()))
  bench('update', () => void rows.update(id(), { displayName: 'x' }))
  bench('create and delete', () => void rows.delete(rows.create({}).id ?? ''))
})
