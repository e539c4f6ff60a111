import { hash } from 'node:crypto';
import { createBoundedCache } from '../bounded-cache.ts';
import type { Config } from '../config.ts';
import { createKeptBeside } from '../kept-beside.ts';

/** Enough to tell keys apart, too little to use one. */
const keyEndingLength = 8;
const hashLength = 12;

/** Apps use few keys; one that rotates through more pays for a hash per call. */
const credentialsMax = 100;
const credentials = createKeptBeside((_: Config) => createBoundedCache<string, string>(credentialsMax));

/** An opaque name for an API key: an alias from the configuration, else a salted hash of its last characters. */
export function credentialOf(key: string, config: Config): string {
  return credentials.get(config).get(key, () => nameOf(key, config));
}

function nameOf(key: string, config: Config): string {
  // Of a key this short the ending is all there is, and a dictionary would find it.
  if (key.length <= keyEndingLength) return '';
  for (const [ending, alias] of config.credentialAliases) {
    if (key.endsWith(ending)) return alias;
  }
  return saltedHash(`credential:${key.slice(-keyEndingLength)}`, config.salt);
}

/** Equal for every retry and redelivery of the same body; nothing can be read from it. */
export function fingerprintOf(body: string, config: Config): string {
  return saltedHash(body, config.salt);
}

function saltedHash(content: string, salt: string): string {
  return hash('sha256', `${salt}\n${content}`).slice(0, hashLength);
}
