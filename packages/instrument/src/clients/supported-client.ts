/** An SDK whose retry loop we know how to follow. */
export interface SupportedClient {
  readonly packageName: string;
  /** First and last major version that is hooked; a class of another shape is left alone all the same. */
  readonly majors: readonly [number, number];
  /** Names of the exported class that owns the retry loop, in order of preference. */
  readonly classNames: readonly string[];
}

export const supportedClients: readonly SupportedClient[] = [
  { packageName: 'openai', majors: [4, 7], classNames: ['OpenAI'] },
  { packageName: '@anthropic-ai/sdk', majors: [0, 1], classNames: ['BaseAnthropic', 'Anthropic'] },
];

/** The module that defines the client class: `client` since openai 5, `index` before. Matches paths and file URLs. */
export const clientModulePattern: RegExp =
  /[\\/]node_modules[\\/](openai|@anthropic-ai[\\/]sdk)[\\/](?:client|index)\.m?js$/;

export function supportedClientOf(packageName: string): SupportedClient | undefined {
  return supportedClients.find((client) => client.packageName === packageName.replaceAll('\\', '/'));
}
