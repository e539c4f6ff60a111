import { parse } from 'yaml';
import { z } from 'zod';
import { addressBelow } from '../../model/address.ts';
import { readAlertmanagerConfig } from '../alert-route.ts';
import type { AlertmanagerAnswer, AlertmanagerFacts } from '../alertmanager.ts';
import type { OtherClock } from '../clock.ts';
import { ask } from './ask.ts';

const status = z.object({
  versionInfo: z.object({ version: z.string() }),
  config: z.object({ original: z.string() }).optional(),
});

export interface AlertmanagerSight {
  readonly facts: AlertmanagerFacts;
  readonly clock: OtherClock | null;
}

/** Asks for its status; no alert is sent. */
export async function probeAlertmanager(url: string, timeoutMs: number): Promise<AlertmanagerSight> {
  const { origin, pathname } = new URL(url);
  const address = addressBelow(origin + pathname, '');
  try {
    const answer = await ask(addressBelow(url, '/api/v2/status'), timeoutMs);
    const clock = answer.clock && { of: address, ...answer.clock };
    return { facts: { address, answer: read(answer) }, clock };
  } catch (error) {
    return { facts: { address, answer: { kind: 'silent', reason: (error as Error).message } }, clock: null };
  }
}

function read({
  ok,
  status: httpStatus,
  text,
}: {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}): AlertmanagerAnswer {
  const told = ok ? status.safeParse(jsonOf(text)).data : undefined;
  if (told === undefined) return { kind: 'refused', httpStatus };
  return { kind: 'status', version: told.versionInfo.version, config: configOf(told.config?.original) };
}

function configOf(yaml: string | undefined): ReturnType<typeof readAlertmanagerConfig> {
  if (yaml === undefined) return null;
  try {
    return readAlertmanagerConfig(parse(yaml));
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
