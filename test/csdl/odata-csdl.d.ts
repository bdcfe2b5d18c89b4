declare module 'odata-csdl' {
  /** @throws Error for text that is no CSDL XML */
  export function xml2json(xml: string, options?: { readonly strict?: boolean; readonly messages?: unknown[] }): object
}
