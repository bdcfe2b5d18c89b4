import { certificatesOfUser } from './certificates.js'
import { print, printNotice } from './cli-output.js'

/** Prints the local authority, made on first use, and how to trust it. It installs nothing by itself. */
export async function showAuthority({ json }: { readonly json: boolean }): Promise<void> {
  const { authorityFile: path } = await certificatesOfUser(printNotice)
  print(json ? JSON.stringify({ path }) : instructions(path))
}

function instructions(path: string): string {
  const file = `'${path.replaceAll("'", "'\\''")}'`
  return `${path}

It signs for localhost and the emulated hosts alone, login.microsoftonline.com among them, and its key is beside it, on this
machine alone: who has the key can pose as those hosts to what trusts it. One program is the least to give it to:

Node.js              NODE_EXTRA_CA_CERTS=${file} node app.js
  in PowerShell      $env:NODE_EXTRA_CA_CERTS = ${powerShellText(path)}; node app.js
curl                 curl --cacert ${file} https://localhost:4567/…
Python               REQUESTS_CA_BUNDLE=${file} python app.py
Go, Ruby, OpenSSL    SSL_CERT_FILE=${file} ./app

All of a system or a browser:

macOS                security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${file}
Windows              certutil -user -addstore Root "${path}"
Debian, Ubuntu       sudo install -m 644 ${file} /usr/local/share/ca-certificates/intune-emulator.crt && sudo update-ca-certificates
Fedora, RHEL         sudo install -m 644 ${file} /etc/pki/ca-trust/source/anchors/intune-emulator.pem && sudo update-ca-trust
Chromium on Linux    certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n intune-emulator -i ${file}
Firefox              certutil -d sql:<profile folder> -A -t C,, -n intune-emulator -i ${file}
                     or Settings, Privacy & Security, View Certificates, Authorities, Import

(certutil on Linux is of the package libnss3-tools or nss-tools.) 'intune-emulator run -- <command>' needs none of this for
Node.js, Python, curl and Go.`
}

function powerShellText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
