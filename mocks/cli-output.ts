import { readFileSync } from 'node:fs'
import type { LogEntry } from '../src/hosts/http-answer.js'

/** A reader that goes away, as `| head` does, is no reason to fail. */
export function print(line: string, stream: NodeJS.WriteStream = process.stdout): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => undefined)
  stream.write(`${line}\n`)
}

/** What the user has to know, in one line beside the output. */
export function printNotice(text: string): void {
  print(`intune-emulator: ${printable(text.replaceAll('\n', ' '))}`, process.stderr)
}

/** A line for an answered request. */
export function lineOf({ method, url, status, duration, code, hint }: LogEntry): string {
  const help = [code, hint].filter(Boolean).join(': ')
  return printable(`${method} ${url} ${status} ${duration.toFixed(1)} ms${help ? `  ${help}` : ''}`)
}

/** A hint repeats what the caller sent: a control character in it would reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
}

export function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
