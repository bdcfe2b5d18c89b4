import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { DEFAULT_TENANT } from '../src/service/authenticate.js'
import { GRAPH_HOSTS } from './graph-surface.js'

export interface RunEnvironmentOptions {
  /** Of the emulator, over TLS. */
  readonly url: string
  /** The certificate to trust. */
  readonly authorityFile: string
  /** What Node.js programs load first, so that they reach the emulator where they would call the real hosts. */
  readonly preload: string
  /** A folder for the files that the command is pointed at. */
  readonly folder: string
  /** The user's own environment: what it says is kept. */
  readonly env: NodeJS.ProcessEnv
}

/** The environment that lets a command's SDKs find the emulator, and trust it. */
export function runEnvironment(options: RunEnvironmentOptions): NodeJS.ProcessEnv {
  const { url, authorityFile, preload, env } = options
  return {
    ...env,
    // For the command itself: the base of its Graph client.
    INTUNE_EMULATOR_URL: url,
    NODE_OPTIONS: [env.NODE_OPTIONS, `--require ${JSON.stringify(preload)}`].filter(Boolean).join(' '),
    // @azure/identity, azure-identity of Python and of Go, Azure.Identity: where to sign in.
    AZURE_AUTHORITY_HOST: url,
    ...credentials(env),
    ...unproxied(env),
    // Node.js adds this file to the authorities that it knows.
    NODE_EXTRA_CA_CERTS: env.NODE_EXTRA_CA_CERTS ? trustFile('NODE_EXTRA_CA_CERTS', options, () => '') : authorityFile,
    // OpenSSL, and so curl, Ruby and .NET on Linux; Go. In the place of the system's authorities.
    SSL_CERT_FILE: trustFile('SSL_CERT_FILE', options, systemAuthorities),
    // Python's requests, and so MSAL and azure-identity there, which bring authorities of their own.
    REQUESTS_CA_BUNDLE: trustFile(
      env.REQUESTS_CA_BUNDLE ? 'REQUESTS_CA_BUNDLE' : 'CURL_CA_BUNDLE',
      options,
      systemAuthorities,
    ),
    // curl, and requests without the one above, look here first.
    ...(env.CURL_CA_BUNDLE ? { CURL_CA_BUNDLE: trustFile('CURL_CA_BUNDLE', options, systemAuthorities) } : {}),
  }
}

/** EnvironmentCredential and DefaultAzureCredential sign in with these. The emulator takes any. */
function credentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = Object.keys(env).some((name) => /^AZURE_(CLIENT|TENANT|USERNAME|FEDERATED)/.test(name))
  if (given) return {}
  return {
    AZURE_TENANT_ID: DEFAULT_TENANT,
    AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
    AZURE_CLIENT_SECRET: 'emulated',
  }
}

/**
 * A company's proxy can't reach this machine's localhost. And SDKs that are led to the emulator in place of the real hosts
 * would ask the proxy for those, and change the real tenant.
 */
function unproxied(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = ['localhost', '127.0.0.1', ...GRAPH_HOSTS, ...LOGIN_HOSTS]
  const value = [...new Set([env.NO_PROXY, env.no_proxy, ...hosts])].filter(Boolean).join(',')
  return { NO_PROXY: value, no_proxy: value }
}

/** Writes the file that a variable names: what it held before, and the emulator's authority. */
function trustFile(
  variable: string,
  { authorityFile, folder, env }: RunEnvironmentOptions,
  otherwise: () => string,
): string {
  const before = (env[variable] && readText(env[variable])) || otherwise()
  const file = join(folder, `${variable}.pem`)
  writeFileSync(file, `${before}\n${readFileSync(authorityFile, 'utf8')}`)
  return file
}

const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine, Arch
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // macOS, the BSDs
]

/** The system's authorities, with those that a company has added; where they are in no file, Node's own. */
function systemAuthorities(): string {
  for (const file of SYSTEM_FILES) {
    const text = readText(file)
    if (text) return text
  }
  return rootCertificates.join('\n')
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
