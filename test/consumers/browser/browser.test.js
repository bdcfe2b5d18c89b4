import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `there is no Chromium at ${executablePath}: set CHROMIUM_PATH`
const root = join(dirname(fileURLToPath(import.meta.url)), 'page')
const workerFolder = join(dirname(fileURLToPath(import.meta.resolve('msw/package.json'))), 'lib')

let server, browser, page
before(async () => {
  if (skip) return
  server = await createServer({
    root,
    publicDir: workerFolder,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0 },
  })
  await server.listen()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(server.resolvedUrls.local[0])
  await page.waitForFunction(() => 'emulator' in window)
})
after(async () => {
  await browser?.close()
  await server?.close()
})

/** Runs in the page: a request as an application sends it. */
async function call([method, path, body]) {
  const response = await fetch(`https://graph.microsoft.com/${path}`, {
    method,
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text && JSON.parse(text), requestId: response.headers.get('request-id') }
}

const PARTNERS = 'v1.0/deviceManagement/deviceManagementPartners'

test('a page creates, lists, updates, terminates and deletes a partner', { skip }, async () => {
  const created = await page.evaluate(call, ['POST', PARTNERS, { displayName: 'Jamf Pro', partnerState: 'enabled' }])
  assert.equal(created.status, 201)
  assert.match(created.requestId, /^[0-9a-f-]{36}$/)
  const item = `${PARTNERS}/${created.body.id}`
  assert.equal((await page.evaluate(call, ['GET', PARTNERS])).body.value.length, 4)
  assert.equal((await page.evaluate(call, ['PATCH', item, { displayName: 'Jamf' }])).body.displayName, 'Jamf')
  assert.equal((await page.evaluate(call, ['POST', `${item}/terminate`])).status, 204)
  assert.equal((await page.evaluate(call, ['GET', item])).body.partnerState, 'terminated')
  assert.equal((await page.evaluate(call, ['DELETE', item])).status, 204)
  assert.equal((await page.evaluate(call, ['GET', item])).status, 404)
})

test('the door has this name alone', { skip }, async () => {
  assert.deepEqual(await page.evaluate(() => Object.keys(window.door)), ['setupEmulator'])
})

test('a page gets the 400 of a member that is none, with the hint', { skip }, async () => {
  const { status, body } = await page.evaluate(call, ['POST', PARTNERS, { partnerState: 'String' }])
  assert.equal(status, 400)
  assert.equal(body.error.message, "Requested value 'String' was not found.")
  assert.match(body.error.innerError.hint, /unresponsive/)
})

test('the same seed gives the rows that it gives in Node', { skip }, async () => {
  const { createEmulator } = await import('intune-emulator')
  const inNode = createEmulator({ seed: 42, count: 3 }).deviceManagementPartners.list()
  const inPage = await page.evaluate(() => {
    window.emulator.reset()
    return window.emulator.deviceManagementPartners.list()
  })
  assert.deepEqual(inPage, inNode)
})

test('a handler in front wins until resetHandlers', { skip }, async () => {
  await page.evaluate(() => {
    const { emulator, http, HttpResponse } = window
    emulator.use(http.get('https://graph.microsoft.com/*', () => HttpResponse.json({ value: 'mine' })))
  })
  assert.deepEqual((await page.evaluate(call, ['GET', PARTNERS])).body, { value: 'mine' })
  await page.evaluate(() => window.emulator.resetHandlers())
  assert.equal((await page.evaluate(call, ['GET', PARTNERS])).status, 200)
})

test('the README’s example answers its page', { skip }, async () => {
  const readme = await browser.newPage()
  const errors = []
  readme.on('pageerror', (error) => errors.push(error))
  await readme.goto(`${server.resolvedUrls.local[0]}readme.html`)
  await readme.waitForFunction(() => 'started' in window)
  const { body } = await readme.evaluate(call, ['GET', PARTNERS])
  assert.equal(new Set(body.value.map(({ partnerState }) => partnerState)).size, 6)
  assert.deepEqual(errors, [])
})

test('a page mints a token, and signs in by itself', { skip }, async () => {
  const statuses = await page.evaluate(async () => {
    const form = {
      grant_type: 'password',
      client_id: 'a',
      username: 'adele@contoso.com',
      password: 'b',
      scope: 'openid',
    }
    const address = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token'
    const signedIn = await (await fetch(address, { method: 'POST', body: new URLSearchParams(form) })).json()
    const list = async (token) =>
      (
        await fetch('https://graph.microsoft.com/v1.0/deviceManagement/deviceManagementPartners', {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status
    return [signedIn.token_type, await list(await window.emulator.token()), await list(signedIn.access_token)]
  })
  assert.deepEqual(statuses, ['Bearer', 200, 403])
})

test('the sign-in page sends its user back to the app, by every response mode', { skip }, async (context) => {
  const users = [
    { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com', displayName: '<b>Megan' },
  ]
  const { startServer } = await import('intune-emulator/express')
  const emulator = await startServer({ port: 0, scenario: { users } })
  const app = createHttpServer(async (request, response) => {
    const chunks = await request.toArray()
    response
      .setHeader('content-type', 'text/html')
      .end(`<p id="got">${request.method} ${request.url} ${Buffer.concat(chunks)}</p>`)
  }).listen(0, '127.0.0.1')
  await once(app, 'listening')
  context.after(() => {
    app.closeAllConnections()
    app.close()
    return emulator.close()
  })
  const redirectUri = `http://127.0.0.1:${app.address().port}/back`
  const browserPage = await browser.newPage()
  for (const [mode, expected] of [
    ['query', /^GET \/back\?code=.+&state=mine/],
    ['fragment', /^GET \/back /],
    ['form_post', /^POST \/back code=.+&state=mine/],
  ]) {
    const query = new URLSearchParams({
      client_id: 'a-page',
      response_type: 'code',
      redirect_uri: redirectUri,
      response_mode: mode,
      scope: 'openid',
      state: 'mine',
    })
    await browserPage.goto(`${emulator.url}/organizations/oauth2/v2.0/authorize?${query}`)
    await browserPage.getByRole('button', { name: '<b>Megan (megan@contoso.com)' }).click()
    const got = await browserPage.locator('#got').textContent()
    assert.match(got, expected)
    if (mode === 'fragment') assert.match(browserPage.url(), /#code=.+&state=mine/)
  }
  await browserPage.close()
})
