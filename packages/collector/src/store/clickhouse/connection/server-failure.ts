import { ClickHouseError } from '@clickhouse/client';
import type { Address } from './connector.ts';

/** OpenSSL's words for a certificate that no known authority signed. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Why a server cannot be used and what to do about it, in one line. Names the user and never the password. */
export function explainServerFailure(error: Error, { url, user, tls }: Address): string {
  const host = new URL(url).host;
  if (error instanceof ClickHouseError && error.code === '516')
    return tls && 'cert' in tls
      ? `${host} does not know the certificate (clickhouse.certFile) as that of user "${user}"`
      : `${host} refuses user "${user}": no such user, or another password than FAULTLINE_CLICKHOUSE_PASSWORD`;
  const code = 'code' in error ? String(error.code) : '';
  if (untrusted.has(code))
    return `the certificate of ${host} is signed by no known authority (${code}): name its own with clickhouse.caFile`;
  // Several addresses of a name that all refuse are an error without a message.
  return `${host}: ${(error.message || code).split('\n')[0]}`;
}
