import { LOGIN_HOSTS } from '../src/entra/clouds.js'
import { dataFolder } from '../src/hosts/certificates/data-folder.js'
import { type LocalCertificates, localCertificates } from '../src/hosts/certificates/local-certificates.js'
import type { CertificateSource } from '../src/hosts/secure-server.js'
import { GRAPH_HOSTS } from './graph-surface.js'

/** What the local certificate is for: this machine, and the emulated hosts for those who resolve them to it. */
const HOSTS = ['localhost', '127.0.0.1', '::1', ...GRAPH_HOSTS, ...LOGIN_HOSTS]

/**
 * Gives the local authority and its certificate from the user's data folder, made on first use.
 *
 * @throws Error (rejects) for a folder that can't be written
 */
export function certificatesOfUser(notice: (text: string) => void): Promise<LocalCertificates> {
  return localCertificates({ folder: dataFolder(), hosts: HOSTS, notice })
}

/** The local certificate, to serve with. */
export function localCertificate(notice: (text: string) => void): CertificateSource {
  return async () => {
    const { server, renewAt } = await certificatesOfUser(notice)
    return { ...server, renewAt }
  }
}
