import { expect, it } from 'vitest';
import { clientTable } from './client-table.ts';

it('the documentation lists the clients and protocols of this build', async () => {
  await expect(clientTable()).toMatchFileSnapshot('../../../../docs/clients.md');
});
