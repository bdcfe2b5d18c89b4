import { runInThisContext } from 'node:vm'

/*
 * Jest's jsdom environment hides Node's fetch and streams from tests, and msw needs them. The first code of everything
 * that is required: what is missing comes from the process's own context; what is there stays.
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
] as const

const globals = globalThis as Record<string, unknown>
for (const name of NAMES) globals[name] ??= runInThisContext(name)
