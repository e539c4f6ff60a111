import { z } from 'zod';

/** Tokens, keys and passwords: long enough that nobody guesses them. */
export const secret: z.ZodString = z.string().min(16, 'expected at least 16 characters');
