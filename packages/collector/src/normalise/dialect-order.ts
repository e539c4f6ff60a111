import type { Dialect } from './dialect.ts';
import { anthropicSdk } from './dialects/anthropic-sdk.ts';
import { awsSdk } from './dialects/aws-sdk.ts';
import { bridgedLog } from './dialects/bridged-log.ts';
import { claudeCode } from './dialects/claude-code.ts';
import { codex } from './dialects/codex.ts';
import { ddTrace } from './dialects/dd-trace.ts';
import { faultline } from './dialects/faultline.ts';
import { geminiCli } from './dialects/gemini-cli.ts';
import { genAi } from './dialects/gen-ai.ts';
import { genkit } from './dialects/genkit.ts';
import { googleAdk } from './dialects/google-adk.ts';
import { httpClient } from './dialects/http-client.ts';
import { laminar } from './dialects/laminar.ts';
import { langfuse } from './dialects/langfuse.ts';
import { langsmith } from './dialects/langsmith.ts';
import { langtrace } from './dialects/langtrace.ts';
import { litellm } from './dialects/litellm.ts';
import { logfire } from './dialects/logfire.ts';
import { mastra } from './dialects/mastra.ts';
import { mlflow } from './dialects/mlflow.ts';
import { openInference } from './dialects/open-inference.ts';
import { openlit } from './dialects/openlit.ts';
import { otelOpenai } from './dialects/otel-openai.ts';
import { sentry } from './dialects/sentry.ts';
import { strands } from './dialects/strands.ts';
import { traceloop } from './dialects/traceloop.ts';
import { vercelAi } from './dialects/vercel-ai.ts';
import { vercelAi7 } from './dialects/vercel-ai-7.ts';

/**
 * Asked in this order, span by span: one trace mixes several, and our own SDK completes the spans of others. The more
 * a dialect's mark is its own, the earlier it stands: exporters and frameworks add the conventions to spans of theirs.
 */
export const dialects: readonly Dialect[] = [
  faultline,
  vercelAi,
  claudeCode,
  codex,
  bridgedLog,
  logfire,
  langfuse,
  openInference,
  mastra,
  langsmith,
  genkit,
  sentry,
  ddTrace,
  googleAdk,
  mlflow,
  litellm,
  geminiCli,
  laminar,
  langtrace,
  traceloop,
  anthropicSdk,
  vercelAi7,
  openlit,
  otelOpenai,
  strands,
  awsSdk,
  genAi,
  httpClient,
];
