import { z } from 'zod';

/** 0: any free one. */
export const port: z.ZodInt = z.int().min(0).max(65_535);

export const urlWithOrWithoutLogin: z.ZodURL = z.url({
  protocol: /^https?$/,
  error: 'expected an address that begins with http:// or https://',
});

/** `fetch` refuses addresses with a login in them, and whatever quotes an address would tell it. */
export const url: z.ZodURL = urlWithOrWithoutLogin.refine(
  (text) => {
    if (!URL.canParse(text)) return true;
    const { username, password } = new URL(text);
    return username === '' && password === '';
  },
  { error: 'expected no login in it; where one is asked for, let a proxy add it' },
);
