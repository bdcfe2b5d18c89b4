import { readFileSync } from 'node:fs'
import { api } from '../mocks/api.js'
import { buildEmulator } from '../mocks/emulator.js'
import type { Exchange } from '../src/exchange/exchange.js'

type Resource = (typeof api.resources)[number]

/** An operation, the page of its reference and the scopes that it asks for. */
interface Operation {
  readonly method: string
  readonly path: string
  readonly page: string
  readonly scopes: readonly string[]
  /** How the name of the test that holds it begins. */
  readonly test: string
}

const REFERENCE = 'https://learn.microsoft.com/graph/api'
const FILE = 'test/scenarios/life-of-a-partner.test.ts'

/** @returns the table in Markdown: what the declarations list, and what a request to each really answers */
export async function supportTable(): Promise<string> {
  const rows = await Promise.all(api.resources.flatMap((resource) => operationsOf(resource).map(rowOf)))
  const head = ['operation', 'documented', 'supported', 'least privileged scope', 'test']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function operationsOf(resource: Resource): Operation[] {
  const set = `/${resource.path}`
  const item = `${set}/{id}`
  const slug = resource.type.name.slice(resource.type.name.lastIndexOf('.') + 1).toLowerCase()
  const page = (name: string) => `${REFERENCE}/intune-onboarding-${slug}-${name}`
  const { read = [], write = [] } = resource.scopes
  return [
    { method: 'GET', path: set, page: page('list'), scopes: read, test: 'reads back what was answered' },
    { method: 'GET', path: item, page: page('get'), scopes: read, test: 'reads back what was answered' },
    { method: 'POST', path: set, page: page('create'), scopes: write, test: 'answers the documented sample with 201' },
    { method: 'PATCH', path: item, page: page('update'), scopes: write, test: 'changes only what a PATCH sends' },
    { method: 'DELETE', path: item, page: page('delete'), scopes: write, test: 'deletes with 204' },
    ...Object.keys(resource.actions).map((action) => {
      const scopes = resource.scopes[action] ?? write
      return { method: 'POST', path: `${item}/${action}`, page: page(action), scopes, test: `${action}s with 204` }
    }),
  ]
}

async function rowOf({ method, path, page, scopes, test }: Operation): Promise<string[]> {
  if (!readFileSync(new URL(`../${FILE}`, import.meta.url), 'utf8').includes(`it('${test}`)) {
    throw new Error(`Failed to make the support table: ${FILE} has no test '${test}'. Name the one that there is.`)
  }
  const supported = (await statusOf(method, path)) < 300 ? 'yes' : 'no'
  return [`\`${method} ${path}\``, `[yes](${page})`, supported, `\`${scopes[0] ?? ''}\``, `[${test}](${FILE})`]
}

/** Asks the service itself. */
async function statusOf(method: string, path: string): Promise<number> {
  const emulator = buildEmulator({ auth: 'off' })
  emulator.deviceManagementPartners.create({ id: 'id' })
  const exchange: Exchange = {
    method,
    url: `/v1.0${path.replace('{id}', 'id')}`,
    origin: 'https://graph.microsoft.com',
    header: (name) => (name === 'content-type' ? 'application/json' : undefined),
    text: () => Promise.resolve('{}'),
  }
  return (await emulator.service.handle(exchange)).status
}
