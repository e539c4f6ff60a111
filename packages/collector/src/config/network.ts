import { z } from 'zod';

/** 0: any free one. */
export const port: z.ZodInt = z.int().min(0).max(65_535);
export const url: z.ZodURL = z.url({ protocol: /^https?$/ });

/** Of a program that is told something. `fetch` refuses a login in an address, and repeats it in its error. */
export const receiverUrl: z.ZodType<string> = url.refine(
  (text) => !/^https?:\/\/[^/?#]*@/i.test(text),
  'expected no login in it: none is sent',
);
