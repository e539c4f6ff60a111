import { Mistral } from '@mistralai/mistralai';
import { CohereClientV2 } from 'cohere-ai';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { apiKeyFor } from './caller.ts';
import { OpenAI } from './instrument-sdks.fixture.ts';
import { errorOf } from './sdk-judge.fixture.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
});
afterAll(() => vendors.close());

interface Embedding {
  readonly vectors: readonly (readonly number[])[];
  readonly inputTokens: number | undefined;
}

const texts = ['one', 'two'];

async function embedWithOpenAi({ urls }: Vendors, encoding?: 'float'): Promise<Embedding> {
  const client = new OpenAI({
    apiKey: apiKeyFor('openai', 'web'),
    baseURL: `${urls.openai}/v1`,
    maxRetries: 0,
  });
  const request = { model: 'text-embedding-3-small', input: texts };
  const response = (await client.embeddings.create({
    ...request,
    ...(encoding ? { encoding_format: encoding } : {}),
  })) as {
    readonly data: { readonly embedding: readonly number[] }[];
    readonly usage?: { readonly prompt_tokens: number };
  };
  return {
    vectors: response.data.map(({ embedding }) => [...embedding]),
    inputTokens: response.usage?.prompt_tokens,
  };
}

async function embedWithMistral(): Promise<Embedding> {
  const client = new Mistral({ apiKey: apiKeyFor('mistral_ai', 'web'), serverURL: vendors.urls.mistral_ai });
  const response = await client.embeddings.create({ model: 'mistral-embed', inputs: texts });
  return {
    vectors: response.data.map(({ embedding }) => embedding ?? []),
    inputTokens: response.usage.promptTokens,
  };
}

async function embedWithCohere(): Promise<Embedding> {
  const client = new CohereClientV2({
    token: apiKeyFor('cohere', 'web'),
    baseUrl: vendors.urls.cohere,
    maxRetries: 0,
  });
  const response = await client.embed({
    model: 'embed-v4.0',
    texts,
    inputType: 'search_document',
    embeddingTypes: ['float'],
  });
  return {
    vectors: response.embeddings.float ?? [],
    inputTokens: response.meta?.billedUnits?.inputTokens,
  };
}

async function embedWithOllama(): Promise<Embedding> {
  const client = new Ollama({ host: vendors.urls.ollama });
  const response = await client.embed({ model: 'nomic-embed-text', input: texts });
  return { vectors: response.embeddings, inputTokens: response.prompt_eval_count };
}

describe.each([
  ['openai, packed in base64', 1536, () => embedWithOpenAi(vendors)],
  ['openai, as floats', 1536, () => embedWithOpenAi(vendors, 'float')],
  ['mistral', 1024, embedWithMistral],
  ['cohere', 1536, embedWithCohere],
  ['ollama', 768, embedWithOllama],
] as const)('embeddings from %s', (_, dimensions, embed) => {
  const next = (fault: Fault | null): void => {
    vendors.clearOverrides();
    vendors.override({ faults: [fault] });
  };

  it('are a unit vector for each text, with what they cost', async () => {
    const { vectors, inputTokens } = await embed();
    expect(vectors).toHaveLength(texts.length);
    expect(vectors[0]).not.toEqual(vectors[1]);
    for (const vector of vectors) {
      expect(vector).toHaveLength(dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    }
    expect(inputTokens).toBeGreaterThan(0);
    expect(vendors.served().at(-1)).toMatchObject({ streaming: false, status: 200 });
  });

  it('are empty on blank, and none without choices', async () => {
    next('blank');
    expect((await embed()).vectors).toEqual([[], []]);
    next('no_choices');
    expect((await embed()).vectors).toEqual([]);
  });

  it.each(['server_error', 'rate_limited', 'mid_stream_error', 'truncated_clean', 'html'] as const)(
    'fail on %s',
    async (fault) => {
      // Retrying SDKs see the fault every time.
      vendors.clearOverrides();
      vendors.override({ faults: [fault], repeat: true });
      expect(await errorOf(embed())).toBeInstanceOf(Error);
      vendors.clearOverrides();
    },
  );
});

it('embeddings are the same however they are packed', async () => {
  const embed = async (encoding?: 'float'): Promise<Embedding> => {
    const fresh = await startVendors({ latencyFactor: 0 });
    try {
      return await embedWithOpenAi(fresh, encoding);
    } finally {
      await fresh.close();
    }
  };
  const [packed, plain] = [await embed(), await embed('float')];
  const singlePrecision = ({ vectors }: Embedding): number[] => vectors.flat().map(Math.fround);
  expect(singlePrecision(packed)).toEqual(singlePrecision(plain));
});

it('embeddings of Azure deployments are of the deployment’s model', async () => {
  const response = await fetch(
    `${vendors.urls.openai}/openai/deployments/my-embedder/embeddings?api-version=2024-10-21`,
    {
      method: 'POST',
      headers: { 'api-key': apiKeyFor('openai', 'azure') },
      body: JSON.stringify({ input: 'hello', encoding_format: 'float', dimensions: 3 }),
    },
  );
  expect(await response.json()).toMatchObject({
    model: 'my-embedder',
    data: [{ embedding: [expect.any(Number), expect.any(Number), expect.any(Number)] }],
  });
  expect(vendors.served().at(-1)).toMatchObject({ model: 'my-embedder', credential: 'azure' });
});
