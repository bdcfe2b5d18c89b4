import { describe, expect, it } from 'vitest'
import { publicModel } from '../../mocks/api.js'
import { deviceManagementPartners } from '../../mocks/device-management-partner.js'
import { defineResource } from '../../src/service/define-resource.js'

describe('a declaration that the schema does not bear out', () => {
  it.each([
    [{ path: 'deviceManagement/none' }, 'the schema has no such contained collection'],
    [{ path: 'none/none' }, 'the schema has no such contained collection'],
    [
      { actions: { nope: (row: object) => row } },
      "the schema binds no action 'nope' to microsoft.graph.deviceManagementPartner",
    ],
    [
      { defaults: { ...deviceManagementPartners.defaults, nope: 1 } },
      "microsoft.graph.deviceManagementPartner has no 'nope' to default",
    ],
    [{ defaults: {} }, "'lastHeartbeatDateTime' is not nullable and has no default"],
  ])('fails when it is loaded: %j', (change, message) => {
    expect(() => defineResource(publicModel, { ...deviceManagementPartners, ...change } as never)).toThrow(message)
  })
})
