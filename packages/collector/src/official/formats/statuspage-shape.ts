import { z } from 'zod';
import { timestamp } from './json-document.ts';

// What Statuspage API v2 says of components and incidents. Fields that tell nothing of the API are not asked for.

export interface Component {
  readonly name: string;
  readonly status: string;
  /** A heading over others. */
  readonly group?: boolean | null | undefined;
}

interface Named {
  readonly name: string;
}

export interface StatuspageIncident {
  readonly name: string;
  readonly created_at: number;
  readonly started_at?: number | null | undefined;
  readonly shortlink?: string | null | undefined;
  readonly components?: readonly Named[] | null | undefined;
  readonly incident_updates: readonly {
    readonly status: string;
    readonly body?: string | null | undefined;
    readonly created_at: number;
    readonly updated_at?: number | null | undefined;
    readonly affected_components?: readonly Named[] | null | undefined;
  }[];
}

const named = z.object({ name: z.string() });

const update = z.object({
  status: z.string(),
  body: z.string().nullish(),
  created_at: timestamp,
  updated_at: timestamp.nullish(),
  affected_components: z.array(named).nullish(),
});

const shape = z.object({
  name: z.string(),
  created_at: timestamp,
  started_at: timestamp.nullish(),
  shortlink: z.string().nullish(),
  components: z.array(named).nullish(),
  incident_updates: z.array(update),
});

export const component: z.ZodType<Component> = z.object({
  name: z.string(),
  status: z.string(),
  group: z.boolean().nullish(),
});

export const incident: z.ZodType<StatuspageIncident> = shape;

/** As look-alikes have it: an incident may come without its updates. */
export const looseIncident: z.ZodType<StatuspageIncident> = shape
  .extend({ incident_updates: z.array(update).nullish() })
  .transform((each) => ({ ...each, incident_updates: each.incident_updates ?? [] }));
