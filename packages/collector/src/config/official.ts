import { z } from 'zod';
import type { OfficialSourceSetting } from '../model/official.ts';
import { url } from './network.ts';

export interface OfficialConfig {
  /** Off by default: a collector inside a closed network must not call out unasked. */
  readonly enabled: boolean;
  readonly sources: readonly OfficialSourceSetting[];
}

const name = z.string().trim().min(1);

const source = z
  .strictObject({
    provider: name,
    enabled: z.boolean().default(true),
    format: z.enum(['statuspage', 'incident_io', 'google_cloud', 'feed']).optional(),
    url: url.optional(),
    historyUrl: url.optional(),
    region: name.optional(),
    components: z.array(name).optional(),
    elsewhere: z.array(name).optional(),
  })
  .transform((given, context): OfficialSourceSetting => {
    const { provider, enabled, format, url: address, ...rest } = given;
    if (!enabled) return { enabled, provider };
    if (format !== undefined && address !== undefined)
      return { enabled, provider, format, url: address, ...rest };
    const missing = format === undefined ? 'format' : 'url';
    context.addIssue({ code: 'custom', path: [missing], message: 'expected one, or enabled: false' });
    return z.NEVER;
  });

export const official: z.ZodType<OfficialConfig> = z.strictObject({
  enabled: z.boolean().default(false),
  sources: z.array(source).default([]),
});
