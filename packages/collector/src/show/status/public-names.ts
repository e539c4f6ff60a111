import { createHash } from 'node:crypto';
import { providerDisplayName } from '@faultline/conventions';

/** Where models carry names that their users gave them: deployments, endpoints, servers of one's own. */
const namedByUsers: ReadonlySet<string> = new Set([
  'azure.ai.openai',
  'azure.ai.inference',
  'baseten',
  'databricks',
  'ibm.watsonx.ai',
]);
/** Nobody outside can call them. */
const selfHosted: ReadonlySet<string> = new Set(['ollama', 'vllm']);
/** Fine-tuned models, accounts, projects and endpoints of one's own: they tell who one is. */
const privateName = /^(ft:|arn:|ep-|projects\/|accounts\/(?!fireworks\/))/i;

/** A vendor that everybody knows. The name of any other one is the host of a server of our own. */
export function isPublicProvider(provider: string): boolean {
  return providerDisplayName(provider) !== provider && !selfHosted.has(provider);
}

/** A model that the vendor named. */
export function isPublicModel(provider: string, model: string): boolean {
  return (
    isPublicProvider(provider) && !namedByUsers.has(provider) && model !== '' && !privateName.test(model)
  );
}

/**
 * The same for the same thing for ever and of nothing else, so that what a consumer remembers of an id stays true. As
 * long and of the letters that ids of Statuspage are.
 */
export function stableId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return BigInt(`0x${hash.subarray(0, 10).toString('hex')}`)
    .toString(36)
    .padStart(16, '0')
    .slice(0, 16);
}

export function componentId(provider: string, model: string | null): string {
  return stableId('component', provider, model ?? '');
}
