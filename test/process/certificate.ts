import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A key, its certificate, and the file of the certificate. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly certFile: string;
}

/** Creates a self-signed certificate for 127.0.0.1 and `ollama.test`, removed after the test. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-certificate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=ollama.test'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:ollama.test'];
  execFileSync('openssl', [...args, ...subject, ...names, '-keyout', keyFile, '-out', certFile], {
    stdio: 'pipe',
  });
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), certFile };
}
