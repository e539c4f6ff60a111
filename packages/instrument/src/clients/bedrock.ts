import type { Readable } from 'node:stream';
import type { Attempt } from '../call/attempt.ts';
import { beginCall, type Call } from '../call/call.ts';
import { claimInvocation, releaseInvocation } from '../call/claims.ts';
import { callInScope } from '../call/scope.ts';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import { capture } from '../transport/capture.ts';
import { appEndingBy, transportOf } from '../transport/failure.ts';
import { watchNodeResponse } from '../transport/node-body.ts';
import { recognise } from '../transport/request.ts';
import { readHead } from '../transport/response-head.ts';
import { settling } from './grouped.ts';
import { type Method, patchMethods } from './patch-methods.ts';

/**
 * `@aws-sdk/client-bedrock-runtime` sends over HTTP/2 or HTTP/1.1, as its request handler decides; its middleware stack
 * sees both alike. One middleware stands around the whole command, one inside its retries.
 */
export function followBedrock(clientClass: unknown): boolean {
  return patchMethods(clientClass, { send: observeSend });
}

interface MiddlewareStack {
  add(middleware: Middleware, options: object): void;
}

type Handler = (args: HandlerArguments) => Promise<HandlerResult>;
type Middleware = (next: Handler, context: object) => Handler;

interface HandlerArguments {
  readonly request?: {
    readonly method: string;
    readonly protocol: string;
    readonly hostname: string;
    readonly port?: number;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

interface HandlerResult {
  readonly response?: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** The context object is one command's, through all steps and attempts. */
const calls = new WeakMap<object, Call>();
const equipped = new WeakSet<object>();

/** The app's own, of the commands that have one. */
const signals = new WeakMap<object, AbortSignal>();
/** Of the command that is being sent: the middlewares are not told, but the first of them runs before `send` returns. */
let signalOfSend: AbortSignal | undefined;

function observeSend(original: Method): Method {
  return function (...parameters) {
    guard(() => equip(this as { config?: { serviceId?: string }; middlewareStack?: MiddlewareStack }));
    signalOfSend = guard(() => (parameters[1] as { abortSignal?: AbortSignal } | undefined)?.abortSignal);
    try {
      return Reflect.apply(original, this, parameters);
    } finally {
      signalOfSend = undefined;
    }
  };
}

/** `send` may be inherited from a class that all clients of AWS share. */
function equip(client: { config?: { serviceId?: string }; middlewareStack?: MiddlewareStack }): void {
  const { config, middlewareStack } = client;
  if (config?.serviceId !== 'Bedrock Runtime' || !middlewareStack || equipped.has(middlewareStack)) return;
  equipped.add(middlewareStack);
  middlewareStack.add(aroundCommand, {
    step: 'initialize',
    priority: 'high',
    name: 'faultlineCall',
    override: true,
  });
  // The last one before the network: the deserialiser has normal priority, and takes the body apart further out.
  middlewareStack.add(aroundAttempt, {
    step: 'deserialize',
    priority: 'low',
    name: 'faultlineAttempt',
    override: true,
  });
}

const aroundCommand: Middleware = (next, context) => (args) => {
  if (signalOfSend) signals.set(context, signalOfSend);
  const call = guard(() => (callInScope() ? undefined : beginCall()));
  if (!call) return next(args);
  calls.set(context, call);
  return settling(call, next(args));
};

const aroundAttempt: Middleware = (next, context) => async (args) => {
  const attempt = guard(() => beginAttempt(args, calls.get(context)));
  if (!attempt) return next(args);
  const invocation = args.request?.headers['amz-sdk-invocation-id'] ?? '';
  claimInvocation(invocation);
  try {
    const result = await next(args);
    guard(() => answered(result, attempt, signals.get(context)));
    return result;
  } catch (error) {
    guard(() => attempt.end(transportOf(error, signals.get(context)), undefined));
    throw error;
  } finally {
    releaseInvocation(invocation);
  }
};

function beginAttempt({ request }: HandlerArguments, call: Call | undefined): Attempt | undefined {
  const target = callInScope() ?? call;
  if (!request || !target) return undefined;
  const { method, protocol, hostname, port, path, headers, body } = request;
  const url = `${protocol}//${hostname}${port ? `:${port}` : ''}${path}`;
  const config = currentConfig();
  const recognised = recognise({ method, url, headers, body, config });
  if (!recognised) return undefined;
  const attempt = target.beginAttempt(recognised);
  capture(attempt, body, config);
  return attempt;
}

function answered({ response }: HandlerResult, attempt: Attempt, signal: AbortSignal | undefined): void {
  if (!response) {
    attempt.end('complete', undefined);
    return;
  }
  const { statusCode, headers, body } = response;
  if (typeof (body as { push?: unknown } | undefined)?.push !== 'function') {
    // A handler made of `fetch` gives a web stream, which is not looked into here.
    attempt.headArrived(readHead({ status: statusCode, headers: { get: (name) => headers[name] ?? null } }));
    attempt.end('complete', undefined);
    return;
  }
  const header = (name: string): string => headers[name] ?? '';
  const answer = { status: statusCode, header, body: body as Readable };
  watchNodeResponse(answer, attempt, () => appEndingBy(signal));
}
