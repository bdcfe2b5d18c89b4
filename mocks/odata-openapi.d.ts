/** The part of `odata-openapi` that is used here; the package has no types of its own. */
declare module 'odata-openapi' {
  export interface Operation {
    readonly operationId?: string
    readonly summary: string
    readonly tags: readonly string[]
    readonly parameters?: readonly object[]
    readonly requestBody?: object
    readonly responses: Readonly<Record<string, object>>
    readonly security?: readonly object[]
  }

  export type Method = 'get' | 'post' | 'patch' | 'delete'

  export type PathItem = Readonly<Partial<Record<Method, Operation>>> & { readonly parameters?: readonly object[] }

  export type Schema = Readonly<Record<string, unknown>>

  export interface OpenApiDocument {
    readonly openapi: string
    readonly info: object
    readonly servers: readonly object[]
    readonly tags: readonly object[]
    readonly security?: readonly object[]
    readonly paths: Readonly<Record<string, PathItem>>
    readonly components: {
      readonly schemas: Readonly<Record<string, Schema>>
      readonly parameters: Readonly<Record<string, object>>
      readonly responses: Readonly<Record<string, object>>
      readonly securitySchemes?: Readonly<Record<string, object>>
    }
  }

  export function csdl2openapi(
    csdl: object,
    options?: { readonly openapiVersion?: string; readonly skipBatchPath?: boolean; readonly messages?: string[] },
  ): OpenApiDocument
}
