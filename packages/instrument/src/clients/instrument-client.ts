import { isDisabled } from '../config.ts';
import { guard, warnOnce } from '../guard.ts';
import { observeGlobalFetch } from '../transport/fetch.ts';
import { patchStainlessClass } from './stainless.ts';

/**
 * Observes a client by hand, for bundled apps where no module hook can see the SDK: patches the class of this client,
 * so one call covers all its instances. Returns the client.
 */
export function instrument<Client extends object>(client: Client): Client {
  guard(() => {
    if (isDisabled(process.env)) return;
    observeGlobalFetch();
    if (patchStainlessClass(client.constructor)) return;
    warnOnce(
      'instrument',
      `${client.constructor.name} is not a client we can follow: its retries are separate calls`,
    );
  });
  return client;
}
