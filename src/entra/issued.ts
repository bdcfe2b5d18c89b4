/** Where a secret that was handed out stands. */
export type Found<T> =
  | { readonly state: 'valid'; readonly value: T }
  | { readonly state: 'used' }
  | { readonly state: 'unknown' }
  | { readonly state: 'expired' }

interface Entry<T> {
  readonly value: T
  readonly expires: number
  used: boolean
}

export interface IssuedOptions {
  /** Seconds. */
  readonly lifetime: number
  /** The oldest make room. */
  readonly most: number
  readonly now: () => Date
}

/** Secrets that were handed out, and what each stands for. */
export class Issued<T> {
  readonly #options: IssuedOptions
  readonly #entries = new Map<string, Entry<T>>()

  constructor(options: IssuedOptions) {
    this.#options = options
  }

  add(secret: string, value: T): void {
    const { lifetime, most, now } = this.#options
    const [oldest] = this.#entries.keys()
    if (this.#entries.size >= most && oldest !== undefined) this.#entries.delete(oldest)
    this.#entries.set(secret, { value, expires: now().getTime() + lifetime * 1000, used: false })
  }

  find(secret: string): Found<T> {
    const entry = this.#entries.get(secret)
    if (!entry) return { state: 'unknown' }
    if (this.#options.now().getTime() >= entry.expires) return { state: 'expired' }
    return entry.used ? { state: 'used' } : { state: 'valid', value: entry.value }
  }

  /** It stays, so that a second try is told apart from a wrong one. */
  use(secret: string): void {
    const entry = this.#entries.get(secret)
    if (entry) entry.used = true
  }

  clear(): void {
    this.#entries.clear()
  }
}
