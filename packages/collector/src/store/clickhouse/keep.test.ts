import { expect, it } from 'vitest';
import { StoreUnavailableError } from '../store.ts';
import { keep } from './keep.ts';

const full = { kind: 'retry', afterSeconds: 3, reason: 'the spool is full' } as const;

it('what is not kept says what it was, why, and that trying again helps', async () => {
  const refused = keep({ append: async () => full }, [], 'the remark');
  await expect(refused).rejects.toThrow(StoreUnavailableError);
  await expect(refused).rejects.toThrow('the remark cannot be saved: the spool is full');
});
