import { isDisabled } from '../config.ts';
import { guard, warnOnce } from '../guard.ts';
import { observeGlobalFetch } from '../transport/fetch.ts';
import { observeNodeHttp } from '../transport/node-http.ts';
import { followBedrock } from './bedrock.ts';
import { followGoogleGenAi } from './google-genai.ts';
import { followMistral } from './mistral.ts';
import { followStainless } from './stainless.ts';

/**
 * Observes a client by hand, for bundled apps where no module hook can see the SDK: patches the class of this client,
 * so one call covers all its instances. Returns the client. A client that cannot be followed is observed all the same,
 * each request as a call of its own.
 */
export function instrument<Client extends object>(client: Client): Client {
  guard(() => {
    if (isDisabled(process.env)) return;
    observeGlobalFetch();
    observeNodeHttp();
    if (followClient(client)) return;
    warnOnce(
      `instrument ${client.constructor.name}`,
      `${client.constructor.name} is not a client we can follow: its retries are separate calls`,
    );
  });
  return client;
}

/** By shape: in a bundle a class may have any name. */
function followClient(client: object): boolean {
  const clientClass = client.constructor;
  const { apiClient, middlewareStack } = client as { apiClient?: object; middlewareStack?: unknown };
  if (apiClient) return followGoogleGenAi(apiClient.constructor);
  if (middlewareStack) return followBedrock(clientClass);
  return followStainless(clientClass) || followMistral(clientClass);
}
