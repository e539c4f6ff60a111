/**
 * Eight characters a person can read out, the same on every replica that saw the same frames. FNV-1a (64 bit) of what
 * identifies the incident, in Crockford's base 32.
 */
export declare function incidentId(provider: string | null, channel: string, firstBadMs: number): string;
