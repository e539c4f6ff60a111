import { z } from 'zod';

/** 0: any free one. */
export const port: z.ZodInt = z.int().min(0).max(65_535);
export const url: z.ZodURL = z.url({
  protocol: /^https?$/,
  error: 'expected an address that begins with http:// or https://',
});
