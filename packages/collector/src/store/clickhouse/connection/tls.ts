import { readFile } from 'node:fs/promises';

/** PEM files for an `https` address. */
export interface TlsFiles {
  /** Authorities to trust, instead of the usual ones. */
  readonly caFile: string;
  /** What we log in with instead of a password; both or none. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** As `@clickhouse/client` takes them. */
export type Tls =
  | { readonly ca_cert: Buffer }
  | { readonly ca_cert: Buffer; readonly cert: Buffer; readonly key: Buffer };

export async function readTls({ caFile, certFile, keyFile }: TlsFiles): Promise<Tls> {
  const ca_cert = await readFile(caFile);
  if (certFile === undefined || keyFile === undefined) return { ca_cert };
  return { ca_cert, cert: await readFile(certFile), key: await readFile(keyFile) };
}
