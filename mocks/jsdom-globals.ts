import { runInThisContext } from 'node:vm'

/*
 * Jest's jsdom environment hides Node's fetch and streams from tests, and msw needs them; tokens are signed with its
 * crypto. The first code of everything that is required: what is missing comes from the process's own context; what is
 * there stays.
 */
const NAMES = [
  'fetch',
  'Request',
  'Response',
  'Headers',
  'TextEncoder',
  'TextDecoder',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextDecoderStream',
  'CompressionStream',
  'DecompressionStream',
  'BroadcastChannel',
  'structuredClone',
  'CryptoKey',
] as const

const globals = globalThis as Record<string, unknown>
for (const name of NAMES) globals[name] ??= runInThisContext(name)

// jsdom's own has random values alone.
const own = globals.crypto as Partial<Crypto> | undefined
const nodes = runInThisContext('crypto') as Crypto
if (!own) globals.crypto = nodes
else if (!own.subtle) Object.defineProperty(own, 'subtle', { value: nodes.subtle })
