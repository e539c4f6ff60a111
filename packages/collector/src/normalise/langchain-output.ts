import { jsonObjectOf, objectIn, objectOf, textIn } from './json-text.ts';

export interface LangchainAnswer {
  /** The vendor's id of the answer. */
  readonly id: string;
  /** The model that answered. */
  readonly model: string;
}

/** A longer answer is not parsed, and stays without an id. */
const outputLengthMax = 65_536;

/** What LangChain's tracers write as the output of a model: generations, each with the message in its serialised form. */
export function langchainAnswerIn(output: unknown): LangchainAnswer | undefined {
  if (typeof output !== 'string' || !output.startsWith('{"generations":')) return undefined;
  const generations = jsonObjectOf(output, outputLengthMax)?.generations;
  const choices: unknown = Array.isArray(generations) ? generations[0] : undefined;
  const first = objectOf(Array.isArray(choices) ? choices[0] : undefined);
  const message = objectIn(first, 'message', 'kwargs');
  const metadata = objectIn(message, 'response_metadata');
  return { id: textIn(message, 'id'), model: textIn(metadata, 'model_name') || textIn(metadata, 'model') };
}
