import type { VendorError } from '@faultline/conventions';
import { asObject, asObjects, asText, type JsonObject } from './json.ts';

/**
 * The typed error inside a body or event, whichever vendor wrote it: OpenAI `{error:{type,code,message}}`, Anthropic
 * `{type:"error",error:{…}}`, Google `{error:{status,details:[{reason}]}}`, sometimes in a list; Ollama `{error:"…"}`,
 * Mistral and older vLLM `{object:"error",type,message}`; gateways flatten it.
 */
export function vendorErrorIn(body: unknown): VendorError | undefined {
  const outer = asObject(Array.isArray(body) ? body[0] : body);
  if (!outer) return undefined;
  const { error } = outer;
  if (typeof error === 'string' && error !== '') return { message: error };
  const inner = asObject(error);
  if (inner) return errorFields(inner);
  return outer.object === 'error' ? errorFields(outer) : undefined;
}

/** The same, for a body already known to be an error: a gateway may put `message` or `detail` at its top. */
export function vendorErrorOfErrorBody(body: unknown): VendorError | undefined {
  const nested = vendorErrorIn(body);
  if (nested) return nested;
  const outer = asObject(body);
  return outer ? errorFields(outer) : undefined;
}

export function errorFields(error: JsonObject): VendorError {
  const reason = asObjects(error.details).map((detail) => asText(detail.reason));
  const type = asText(error.type) ?? asText(error.status) ?? asText(error.__type);
  return {
    type,
    code: asText(error.code) ?? reason.find((text) => text !== undefined) ?? statusText(error.code, type),
    message: asText(error.message) ?? asText(error.detail) ?? asText(asObjects(error.detail)[0]?.msg),
  };
}

/** OpenRouter says nothing but the status that the error would have had. */
function statusText(code: unknown, type: string | undefined): string | undefined {
  return type === undefined && typeof code === 'number' ? String(code) : undefined;
}
