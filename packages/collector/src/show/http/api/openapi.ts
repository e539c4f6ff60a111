import { z } from 'zod';
import { type ProblemKind, problemKinds, problemType } from '../problem.ts';
import type { Answer, Operation } from './operation.ts';
import { components, problemSchema } from './schema.ts';

/** As much of JSON Schema 2020-12 as stands in the document. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const description = `Times in answers are epoch milliseconds (\`…Ms\`); in queries they may also be ISO 8601 with a zone. Shares are 0 to 1. Unknown text is empty, an unknown number null. Fields may be added to answers; none is taken away or given another meaning within v1. Every error is \`application/problem+json\`.`;

/** The whole API, made of what its queries are checked with and its answers are made to fit. */
export function openApiDocument(operations: readonly Operation[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, DocumentedOperation>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: documented(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline', version, description },
    servers: [{ url: '/api/v1' }],
    paths,
    components: { schemas: componentSchemas() },
  };
}

function documented(operation: Operation): DocumentedOperation {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    parameters: [...pathParameters(operation), ...queryParameters(operation)],
    ...(operation.body
      ? { requestBody: { required: true, content: contentOf('application/json', inputOf(operation.body)) } }
      : {}),
    responses: responsesOf(operation),
  };
}

function pathParameters({ parameters = {} }: Operation): readonly Parameter[] {
  return Object.entries(parameters).map(([name, about]) => ({
    ...{ name, in: 'path', required: true, description: about },
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: Operation): readonly Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = inputOf(query);
  return Object.entries(properties).map(([name, { description: about, ...schema }]) => ({
    ...{ name, in: 'query', required: required.includes(name) },
    ...(about ? { description: about } : {}),
    schema,
  }));
}

type Response = DocumentedOperation['responses'][string];

/** What the guard in front of everything says, before any of it is asked. */
function problemsOf({ method, problems }: Operation): readonly ProblemKind[] {
  const refusals: readonly ProblemKind[] =
    method === 'get' ? ['unauthorised', 'too-many'] : ['unauthorised', 'forbidden', 'too-many'];
  return [...problems, ...refusals];
}

/** Answers and problems that share a status are told together. */
function responsesOf(operation: Operation): DocumentedOperation['responses'] {
  const all: readonly Answer[] = [
    ...operation.answers,
    ...problemsOf(operation).map((kind) => ({
      ...{ status: problemKinds[kind].status, mediaType: problemType, schema: problemSchema },
      description: `\`${kind}\`: ${problemKinds[kind].title}`,
    })),
  ];
  const responses: Record<string, Response> = {};
  for (const { status, mediaType, schema, description: about } of all) {
    const before = responses[status];
    responses[status] = {
      description: before ? `${before.description} ${about}` : about,
      content: { ...before?.content, ...contentOf(mediaType, schema ? referTo(schema) : { type: 'string' }) },
    };
  }
  return responses;
}

function contentOf(mediaType: string, schema: JsonSchema): Content {
  return { [mediaType]: { schema } };
}

const uriOf = (id: string): string => `#/components/schemas/${id}`;

function referTo(schema: z.ZodType): JsonSchema {
  const id = components.get(schema)?.id;
  if (id === undefined) throw new Error('an answer has no name; give it one with `named` (schema.ts)');
  return { $ref: uriOf(id) };
}

/** What a sender may write, before anything is made of it. */
function inputOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', override: tidy }) as JsonSchema & {
    $schema?: string;
  };
  return rest;
}

function componentSchemas(): OpenApiDocument['components']['schemas'] {
  const { schemas } = z.toJSONSchema(components, { uri: uriOf, override: tidy });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema as JsonSchema]),
  );
}

/** Fields may come, so nobody is told that there are no others; and every whole number in JSON is a safe one. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}
