import type { SlosAnswer } from '@faultline/conventions';
import { Hono } from 'hono';
import { z } from 'zod';
import { ask, json, type Operation } from './operation.ts';
import { name, providerName } from './query.ts';
import { slosAnswer } from './slo-schema.ts';

interface SloQuery {
  readonly slo?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
}

const listSlos: Operation<SloQuery> & { readonly query: z.ZodType<SloQuery> } = {
  method: 'get',
  path: '/slos',
  id: 'listSlos',
  tag: 'Service levels',
  summary: 'Objectives, what is left of their budgets, and how fast these burn',
  description:
    'As they stood at the last evaluation, once a minute; at most `slo.instancesMax`. Those with an alert out come first, then those with least budget.',
  query: z.strictObject({
    slo: name.optional().describe("The objective's name."),
    provider: providerName.optional(),
    model: name.optional().describe('As it was asked for.'),
    service: name.optional().describe('`service.name` of the app.'),
    environment: name.optional().describe('`deployment.environment.name` of the app.'),
  }),
  answers: [json(slosAnswer, 'Service levels.')],
  problems: ['bad-query'],
  example: '/slos?provider=anthropic',
};

export const sloOperations: readonly Operation[] = [listSlos];

/** `GET /slos`. */
export function createSloRoutes(current: () => SlosAnswer): Hono {
  const app = new Hono();
  ask(app, listSlos, (query, context) => {
    const wanted = Object.entries(query).filter(([, value]) => value !== undefined);
    const { slos, ...rest } = current();
    const found = slos.filter((slo) =>
      wanted.every(([field, value]) => slo[field as keyof SloQuery] === value),
    );
    return context.json({ ...rest, slos: found });
  });
  return app;
}
