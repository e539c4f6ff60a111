import type { Fault } from '../fault.ts';
import { logNormal, uniform } from '../random.ts';
import type { FleetModel, RequestIdentity } from '../scenario/scenario.ts';
import type { Exchange, RequestBody, Usage, VendorRequest } from '../vendors/protocol.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const words =
  'The signal you are looking for is in your own traffic , where every attempt says what it saw .'.split(' ');

export interface ExchangeOptions {
  readonly seed: number;
  readonly request: VendorRequest;
  readonly identity: RequestIdentity;
  readonly profile: FleetModel;
  readonly chunks: number;
  readonly body: RequestBody;
  readonly fault: Fault | null;
  readonly errorName: string | null;
  readonly startedMs: number;
  readonly processingMs: number;
  readonly retryAfterSeconds: number;
}

/** Ids, text and token counts come from the seed and the request's number: the same request, the same answer. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { seed, identity, fault } = options;
  const isBlank = fault === 'blank' || fault === 'no_choices';
  const address = [identity.provider, identity.model, identity.index] as const;
  return {
    request: options.request,
    body: options.body,
    pieces: isBlank ? [] : textPieces(options.chunks),
    hasChoices: fault !== 'no_choices',
    usage: drawUsage(options, isBlank, address),
    tellsUsage: fault !== 'no_usage',
    errorName: options.errorName,
    startedMs: options.startedMs,
    processingMs: options.processingMs,
    retryAfterSeconds: options.retryAfterSeconds,
    uniform: (...key) => uniform(seed, ...key, ...address),
    token(name, length, alphabet = base62) {
      let text = '';
      for (let position = 0; position < length; position++) {
        const at = uniform(seed, 'token', name, ...address, position) * alphabet.length;
        text += alphabet[Math.floor(at)] ?? '0';
      }
      return text;
    },
  };
}

function textPieces(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${index === 0 ? '' : ' '}${words[index % words.length]}`,
  );
}

/** A third of the requests has most of its prompt in the vendor's cache. */
function drawUsage(
  { seed, profile }: ExchangeOptions,
  isBlank: boolean,
  address: readonly (string | number)[],
): Usage {
  const draw = (what: string, medianOf: number): number =>
    medianOf === 0 ? 0 : Math.max(1, Math.round(logNormal(medianOf, 0.4, seed, 'tokens', what, ...address)));
  const inputTokens = draw('input', profile.inputTokens);
  const isCached = uniform(seed, 'cached', ...address) < 1 / 3;
  const reasoningTokens = isBlank ? 0 : draw('reasoning', profile.reasoningTokens);
  return {
    inputTokens,
    cachedTokens: isCached ? Math.floor(inputTokens * 0.8) : 0,
    outputTokens: isBlank ? 0 : reasoningTokens + draw('output', profile.outputTokens),
    reasoningTokens,
  };
}
