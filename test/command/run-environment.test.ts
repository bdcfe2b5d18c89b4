import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { GRAPH_HOSTS } from '../../mocks/graph-surface.js'
import { runEnvironment } from '../../mocks/run-environment.js'
import { LOGIN_HOSTS } from '../../src/entra/clouds.js'

const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-environment-'))
afterAll(() => rmSync(folder, { recursive: true }))
const authorityFile = join(folder, 'ca.pem')
writeFileSync(authorityFile, 'THE AUTHORITY')
const company = join(folder, 'company.pem')
writeFileSync(company, 'THE COMPANY')

const environment = (env: NodeJS.ProcessEnv) =>
  runEnvironment({ url: 'https://localhost:1', authorityFile, preload: '/a folder/reroute.cjs', folder, env })
const read = (file: string | undefined) => readFileSync(file ?? '', 'utf8')

describe('the environment of a command', () => {
  it('says where the emulator is, and how to sign in', () => {
    expect(environment({ PATH: '/bin' })).toMatchObject({
      PATH: '/bin',
      INTUNE_EMULATOR_URL: 'https://localhost:1',
      AZURE_AUTHORITY_HOST: 'https://localhost:1',
      AZURE_TENANT_ID: '00000000-0000-4000-8000-000000000000',
      AZURE_CLIENT_SECRET: 'emulated',
      NODE_OPTIONS: '--require "/a folder/reroute.cjs"',
      NODE_EXTRA_CA_CERTS: authorityFile,
    })
  })

  it.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE'])('%s keeps the system’s authorities', (name) => {
    const text = read(environment({})[name])
    expect(text).toContain('THE AUTHORITY')
    expect(text.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50)
  })

  it.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('%s keeps the user’s own', (name) => {
    expect(read(environment({ [name]: company })[name])).toBe('THE COMPANY\nTHE AUTHORITY')
  })

  it('adds to what requests and curl would look at', () => {
    const env = environment({ CURL_CA_BUNDLE: company })
    for (const name of ['CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'])
      expect(read(env[name])).toBe('THE COMPANY\nTHE AUTHORITY')
    expect(environment({})).not.toHaveProperty('CURL_CA_BUNDLE')
  })

  it('does without a file of the user’s own that is not there', () => {
    expect(read(environment({ NODE_EXTRA_CA_CERTS: '/nope' }).NODE_EXTRA_CA_CERTS)).toBe('\nTHE AUTHORITY')
  })

  it.each(['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_USERNAME'])(
    'brings no credentials beside the user’s own %s',
    (name) => {
      expect(environment({ [name]: 'mine' })).not.toHaveProperty('AZURE_CLIENT_SECRET')
    },
  )

  it('keeps what the user has told Node.js and its proxies', () => {
    const { NODE_OPTIONS, NO_PROXY, no_proxy } = environment({ NODE_OPTIONS: '--inspect', no_proxy: 'mine' })
    expect(NODE_OPTIONS).toBe('--inspect --require "/a folder/reroute.cjs"')
    expect([NO_PROXY, no_proxy]).toEqual([expect.stringMatching(/^mine,localhost,127\.0\.0\.1,/), NO_PROXY])
  })

  it('lets no proxy carry a request for an emulated host to the real one', () => {
    expect(environment({ NO_PROXY: 'mine' }).NO_PROXY?.split(',')).toEqual(
      expect.arrayContaining(['mine', 'localhost', ...GRAPH_HOSTS, ...LOGIN_HOSTS]),
    )
  })
})
