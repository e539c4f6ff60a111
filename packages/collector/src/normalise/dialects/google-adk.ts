import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, genAiTokens, readGenAiCall } from '../gen-ai-span.ts';
import { jsonObjectOf, objectIn } from '../json-text.ts';
import { completedBy, usageIn } from '../vendor-usage.ts';

const response = 'gcp.vertex.agent.llm_response';

/** The answer and its usage are one attribute. A longer answer is not parsed, and its details stay unknown. */
const responseLengthMax = 65_536;

/** Google's Agent Development Kit. Of a failed call its span says nothing at all. */
export const googleAdk: Dialect = {
  name: 'google_adk',
  keys: [response, ...genAiKeys],
  read(span: Span): Reading | undefined {
    if (span.scope.name !== 'gcp.vertex.agent') return undefined;
    if (span.name !== 'call_llm') return { kind: 'drop', reason: 'not_llm' };
    const { attributes } = span;
    const answer = jsonObjectOf(attributes.get(response), responseLengthMax);
    return readGenAiCall(span, 'google_adk', 'chat', {
      // `gcp.vertex.agent` is the kit. Where no model tells the vendor, its default is the Gemini API.
      toldProvider: textOf(attributes, 'gen_ai.request.model') === '' ? 'gcp.gemini' : 'gcp.gen_ai',
      tokens: completedBy(genAiTokens(span), usageIn(objectIn(answer, 'usageMetadata'))),
    });
  },
};
