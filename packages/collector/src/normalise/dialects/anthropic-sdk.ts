import type { Dialect } from '../dialect.ts';
import { scopedGenAi } from '../gen-ai-span.ts';

/** The spans that Anthropic's own SDKs write since 2026: scope `com.anthropic.sdk.typescript` and its sisters. */
export const anthropicSdk: Dialect = scopedGenAi({ name: 'anthropic_sdk', scopes: ['com.anthropic.sdk.'] });
