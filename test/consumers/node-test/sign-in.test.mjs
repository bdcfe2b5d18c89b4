import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'

const folder = mkdtempSync(join(tmpdir(), 'intune-emulator-consumer-'))
after(() => rmSync(folder, { recursive: true }))

/** A program that knows nothing of the emulator. */
const APP = `
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'mine', client_secret: 'any',
    scope: 'https://graph.microsoft.com/.default' })
  const address = 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token'
  fetch(address, { method: 'POST', body })
    .then((response) => response.json())
    .then(({ access_token: token }) =>
      fetch('https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners', {
        headers: { authorization: 'Bearer ' + token },
      }))
    .then(async (response) => console.log(response.status, (await response.json()).value.length))
`

async function printed(command, args) {
  const env = {
    ...process.env,
    INTUNE_EMULATOR_HOME: folder,
    INTUNE_EMULATOR_COUNT: '3',
    INTUNE_EMULATOR_AUTH: 'strict',
  }
  return (await promisify(execFile)(command, args, { env })).stdout
}

test('an emulator registers inside an unchanged program, by --import and by --require', async () => {
  const args = ['--eval', APP]
  assert.equal(await printed(process.execPath, ['--import', 'intune-emulator/register', ...args]), '200 3\n')
  assert.equal(await printed(process.execPath, ['--require', 'intune-emulator/register', ...args]), '200 3\n')
})

test('the command runs an unchanged program beside it', async () => {
  const options = ['--count', '3', '--auth', 'strict']
  const args = ['run', ...options, '--', process.execPath, '--eval', APP]
  assert.equal(await printed('node_modules/.bin/intune-emulator', args), '200 3\n')
})

test('the command mints a token and shows its authority', async () => {
  assert.match(await printed('node_modules/.bin/intune-emulator', ['token']), /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  assert.match(await printed('node_modules/.bin/intune-emulator', ['ca']), /^\/.*ca\.pem\n/)
})
