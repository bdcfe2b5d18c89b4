import { describe, expect, it } from 'vitest'
import { readDirectory } from '../../src/entra/directory.js'

const USER = { id: '22222222-2222-4222-8222-222222222222', userPrincipalName: 'megan@contoso.com' }

describe('the directory', () => {
  it('may be left out', () => {
    expect(readDirectory({}, 'file')).toEqual({ apps: [], users: [] })
  })

  it('holds apps and users with every field', () => {
    const given = {
      apps: [
        {
          clientId: 'aaaaaaaa-0000-4000-8000-000000000001',
          displayName: 'Mine',
          secrets: ['s3cret'],
          certificates: ['-----BEGIN PUBLIC KEY-----', { kty: 'RSA' }],
          redirectUris: ['https://app.example/', 'msal123://auth'],
          scopes: ['One'],
          roles: [],
          public: false,
          tenants: ['contoso.com', '11111111-1111-4111-8111-111111111111'],
        },
      ],
      users: [{ ...USER, displayName: 'Megan', password: 's3cret', tenant: 'contoso.com', scopes: ['One'] }],
    }
    expect(readDirectory(given, 'file')).toEqual(given)
  })

  it.each<[string, { apps?: unknown; users?: unknown }]>([
    ["'apps' is no list. Give a list of objects", { apps: {} }],
    ["'users' is no list. Give a list of objects", { users: null }],
    ['apps[1] is no object. Give one', { apps: [{ clientId: 'a' }, ['s3cret']] }],
    ['users[0] is no object. Give one', { users: ['s3cret'] }],
    ["apps[0] has no 'clientId'. Give one", { apps: [{ displayName: 'x' }] }],
    ["users[0] has no 'userPrincipalName'. Give one", { users: [{ id: USER.id }] }],
    ["apps[0] has no field 'secret'. Use: clientId,", { apps: [{ clientId: 'a', secret: 's3cret' }] }],
    ["apps[0] has no field '__proto__'", { apps: [JSON.parse('{"clientId":"a","__proto__":"s3cret"}')] }],
    ["apps[0] has no field 'constructor'", { apps: [{ clientId: 'a', constructor: 's3cret' }] }],
    ['apps[0].clientId does not fit. Give a client id', { apps: [{ clientId: '<s3cret>' }] }],
    ['apps[0].displayName does not fit. Give a text', { apps: [{ clientId: 'a', displayName: '' }] }],
    ['apps[0].secrets does not fit. Give a list of texts', { apps: [{ clientId: 'a', secrets: 's3cret' }] }],
    ['apps[0].secrets does not fit', { apps: [{ clientId: 'a', secrets: ['s3cret', ''] }] }],
    ['apps[0].certificates does not fit. Give a list of PEM texts', { apps: [{ clientId: 'a', certificates: [7] }] }],
    ['apps[0].certificates does not fit', { apps: [{ clientId: 'a', certificates: 's3cret' }] }],
    ['apps[0].certificates does not fit', { apps: [{ clientId: 'a', certificates: [{ kty: 'RSA', d: 's3cret' }] }] }],
    ['apps[0].certificates does not fit', { apps: [{ clientId: 'a', certificates: ['BEGIN PRIVATE KEY s3cret'] }] }],
    ['apps[0].public does not fit. Give true or false', { apps: [{ clientId: 'a', public: 'yes' }] }],
    ['apps[0].redirectUris does not fit. Give a list of whole', { apps: [{ clientId: 'a', redirectUris: ['/x'] }] }],
    ['apps[0].tenants does not fit. Give a list of GUIDs', { apps: [{ clientId: 'a', tenants: ['common'] }] }],
    ['users[0].tenant does not fit. Give a GUID or a domain', { users: [{ ...USER, tenant: 'contoso' }] }],
    ["apps[1].clientId is another's too", { apps: [{ clientId: 'a' }, { clientId: 'A' }] }],
    ["users[1].id is another's too", { users: [USER, { ...USER, userPrincipalName: 'x' }] }],
    ["users[1].userPrincipalName is another's too", { users: [USER, { ...USER, id: 'x' }] }],
  ])('says %s', (why, given) => {
    const read = () => readDirectory(given, 'file')
    expect(read).toThrow(`Failed to read the scenario 'file': ${why}`)
    expect(read).not.toThrow('s3cret')
  })
})
