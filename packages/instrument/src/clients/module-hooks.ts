import nodeModule from 'node:module';
import { guard } from '../guard.ts';
import { oncePerProcess } from '../once-per-process.ts';
import { handOverStatement, receiveClients } from './hand-over.ts';
import { patternOf, supportedClientAt, supportedClients } from './supported-clients.ts';

/** Makes every client module that is loaded from now on hand its class to us. ESM and CJS builds, any copy of a package. */
export function hookClientModules(): void {
  oncePerProcess('module-hooks', () => {
    receiveClients();
    hookCommonJs();
    hookEsm();
    return true;
  });
}

type Compile = (this: unknown, content: string, filename: string, ...rest: unknown[]) => unknown;

/** `_compile` is undocumented, and what every CJS instrumentation hooks; without it clients are only seen at `fetch`. */
function hookCommonJs(): void {
  const prototype = (nodeModule as unknown as { prototype: { _compile?: Compile } }).prototype;
  const original = prototype._compile;
  if (typeof original !== 'function') return;
  prototype._compile = function (content, filename, ...rest) {
    const source = guard(() => withHandOver(content, filename)) ?? content;
    return Reflect.apply(original, this, [source, filename, ...rest]);
  };
}

function withHandOver(content: string, location: string): string {
  const client = supportedClientAt(location);
  return client ? content + handOverStatement(client, location) : content;
}

interface LoadResult {
  readonly format?: string | null;
  readonly source?: unknown;
}
type NextLoad = (url: string, context: unknown) => LoadResult;
type RegisterHooks = (hooks: {
  load(url: string, context: unknown, nextLoad: NextLoad): LoadResult;
}) => unknown;

/** In-thread hooks where Node has them (22.15, 23.5), else a loader in Node's hooks thread. */
function hookEsm(): void {
  const { registerHooks } = nodeModule as unknown as { registerHooks?: RegisterHooks };
  if (registerHooks) {
    registerHooks({
      load(url, context, nextLoad) {
        const loaded = nextLoad(url, context);
        return guard(() => withEsmHandOver(loaded, url)) ?? loaded;
      },
    });
  } else {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(loaderSource())}`);
  }
}

function withEsmHandOver(loaded: LoadResult, url: string): LoadResult | undefined {
  const { format, source } = loaded;
  if (format !== 'module' || (typeof source !== 'string' && !(source instanceof Uint8Array)))
    return undefined;
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8');
  return { ...loaded, source: withHandOver(text, url) };
}

/** The hooks thread shares nothing with ours, so its loader carries all it needs in its own text. */
function loaderSource(): string {
  const statements = supportedClients.map((client) => [
    patternOf(client).source,
    handOverStatement(client, '#'),
  ]);
  return `
const statements = ${JSON.stringify(statements)}.map(([pattern, text]) => [new RegExp(pattern), text]);
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const found = url.includes('node_modules/') && statements.find(([pattern]) => pattern.test(url));
  if (!found || loaded.format !== 'module' || loaded.source == null) return loaded;
  const statement = found[1].replace('"#"', () => JSON.stringify(url));
  return { ...loaded, source: Buffer.from(loaded.source).toString('utf8') + statement };
}
`;
}
