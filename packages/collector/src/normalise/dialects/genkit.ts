import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { type JsonObject, jsonObjectOf, objectIn, objectOf, textIn } from '../json-text.ts';
import type { ToldTokens } from '../token-counts.ts';
import { completedBy, usageIn } from '../vendor-usage.ts';

const key = {
  type: 'genkit:type',
  subtype: 'genkit:metadata:subtype',
  name: 'genkit:name',
  output: 'genkit:output',
  state: 'genkit:state',
} as const;

const operations: ReadonlyMap<string, string> = new Map([
  ['model', 'chat'],
  ['embedder', 'embeddings'],
]);

/** The answer and its usage are one attribute. A longer answer is not parsed, and its usage stays unknown. */
const outputLengthMax = 65_536;

/** Firebase Genkit. `generate` and flows surround the action of a model. */
export const genkit: Dialect = {
  name: 'genkit',
  keys: [...Object.values(key), ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    if (!attributes.has(key.type)) return undefined;
    const operation = operations.get(textOf(attributes, key.subtype));
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    const name = textOf(attributes, key.name);
    const slash = name.indexOf('/');
    const output = jsonObjectOf(attributes.get(key.output), outputLengthMax);
    const raw = objectIn(output, 'raw') ?? objectIn(output, 'custom');
    const exception = span.exceptions.at(-1);
    return readForeignCall(span, {
      source: 'genkit',
      operation,
      model: name.slice(slash + 1),
      toldProvider: slash < 0 ? '' : name.slice(0, slash),
      responseModel: textIn(raw, 'model') || textIn(raw, 'modelVersion'),
      responseId: textIn(raw, 'id') || textIn(raw, 'responseId'),
      finishReasons: reasonsIn(output),
      tokens: tokensIn(output, raw),
      failure:
        textOf(attributes, key.state) === 'error'
          ? { type: exception?.type ?? '', message: exception?.message ?? '' }
          : undefined,
    });
  },
};

/** Genkit's own counts first; what it has no name for stays in the vendor's. */
function tokensIn(output: JsonObject | undefined, raw: JsonObject | undefined): ToldTokens {
  const usage = objectIn(output, 'usage');
  const ofVendor = objectIn(raw, 'usage') ?? objectIn(raw, 'usageMetadata') ?? objectIn(usage, 'custom');
  return completedBy(usageIn(usage), usageIn(ofVendor));
}

function reasonsIn(output: JsonObject | undefined): readonly string[] {
  const candidates = output?.candidates;
  const first = objectOf(Array.isArray(candidates) ? candidates[0] : undefined);
  const reason = textIn(output, 'finishReason') || textIn(first, 'finishReason');
  return reason === '' ? [] : [reason];
}
