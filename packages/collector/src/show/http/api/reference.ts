import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { problemKinds, problemUri } from '../problem.ts';
import type { DocumentedOperation, JsonSchema, OpenApiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The document for people: complete without JavaScript, and with nothing from elsewhere. */
export function referencePage(document: OpenApiDocument, operations: readonly Operation[]): Html {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Faultline API</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/console.css">
<link rel="stylesheet" href="/assets/reference.css">
</head>
<body class="reference">
<main>
<h1>Faultline API</h1>
<p>${prose(document.info.description)}</p>
<p>Version ${document.info.version}. <a href="/api/v1/openapi.json">OpenAPI document</a> · <a href="/">Console</a></p>
<nav aria-label="Operations"><ul>${tags.map((tag) => html`<li>${tag}: ${linksOf(tag, operations)}</li>`)}
<li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul></nav>
${operations.map((operation) => operationSection(operation, document.paths[operation.path]?.[operation.method]))}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([id, schema]) => schemaSection(id, schema))}
<h2 id="problems">Problems</h2>
${Object.entries(problemKinds).map(
  ([kind, { status, title }]) =>
    html`<h3 id="${kind}">${kind}</h3><p>Status ${status}, type <code>${problemUri(kind as keyof typeof problemKinds)}</code>. ${title}</p>`,
)}
</main>
</body>
</html>`;
}

function linksOf(tag: string, operations: readonly Operation[]): readonly Html[] {
  return operations
    .filter((operation) => operation.tag === tag)
    .map(({ id, method, path }) => html`<a href="#${id}">${method.toUpperCase()} ${path}</a> `);
}

function operationSection(operation: Operation, documented: DocumentedOperation | undefined): Html {
  const { id, method, path, summary, description, example } = operation;
  const { parameters = [], requestBody, responses = {} } = documented ?? {};
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${method.toUpperCase()} ${path}</h2>
<p>${summary}.${description ? html` ${prose(description)}` : ''}</p>
<pre><code>${commandOf(method, example)}</code></pre>
${
  parameters.length === 0
    ? ''
    : html`<div class="scrolls"><table>
<thead><tr><th scope="col">parameter</th><th scope="col">in</th><th scope="col">is</th><th scope="col">meaning</th></tr></thead>
<tbody>${parameters.map(
        (
          parameter,
        ) => html`<tr><th scope="row"><code>${parameter.name}</code></th><td>${parameter.in}${parameter.required ? ', required' : ''}</td>
<td>${kindOf(parameter.schema)}</td><td>${prose(parameter.description ?? '')}</td></tr>`,
      )}</tbody></table></div>`
}
${requestBody ? html`<p>Body:</p>${fieldTable(requestBody.content['application/json']?.schema ?? {})}` : ''}
<ul>${Object.entries(responses).map(
    ([status, response]) =>
      html`<li>${status}: ${prose(response.description)} ${Object.entries(response.content).map(
        ([mediaType, { schema }]) => html`<code>${mediaType}</code> ${schema.$ref ? kindOf(schema) : ''} `,
      )}</li>`,
  )}</ul>
</section>
`;
}

/** Something to copy. */
function commandOf(method: Operation['method'], example: string): string {
  const url = `'http://127.0.0.1:4318/api/v1${example}'`;
  if (method === 'get') return `curl ${url}`;
  if (method === 'delete') return `curl -X DELETE -H 'authorization: Bearer …' ${url}`;
  return `curl -X POST -H 'content-type: application/json' -H 'authorization: Bearer …' -d '{ … }' ${url}`;
}

function schemaSection(id: string, schema: JsonSchema): Html {
  return html`<h3 id="schema-${id}">${id}</h3>
<p>${prose(schema.description ?? '')}${schema.enum ? html` One of ${schema.enum.map((word) => html`<code>${String(word)}</code> `)}` : ''}</p>
${schema.properties ? fieldTable(schema) : ''}`;
}

function fieldTable({ properties = {}, required = [] }: JsonSchema): Html {
  return html`<div class="scrolls"><table>
<thead><tr><th scope="col">field</th><th scope="col">is</th><th scope="col">meaning</th></tr></thead>
<tbody>${Object.entries(properties).map(
    ([name, schema]) => html`<tr><th scope="row"><code>${name}</code></th>
<td>${kindOf(schema)}${required.includes(name) ? '' : ', may be missing'}</td><td>${prose(schema.description ?? '')}
${schema.properties ? fieldTable(schema) : schema.items?.properties ? fieldTable(schema.items) : ''}</td></tr>`,
  )}</tbody></table></div>`;
}

const refPrefix = '#/components/schemas/';

/** A type in words; named ones lead to where they are explained. */
function kindOf(schema: JsonSchema): Html | string {
  if (schema.$ref) {
    const id = schema.$ref.slice(refPrefix.length);
    return html`<a href="#schema-${id}">${id}</a>`;
  }
  if (schema.anyOf) {
    const kinds = schema.anyOf.map(kindOf);
    return html`${kinds.map((kind, index) => (index === 0 ? kind : html` or ${kind}`))}`;
  }
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.items) return html`list of ${schema.items.properties ? 'objects' : kindOf(schema.items)}`;
  const types = [schema.type ?? 'anything'].flat().join(' or ');
  return types;
}

/** Words between backticks are code. */
function prose(text: string): readonly (Html | string)[] {
  return text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece));
}
