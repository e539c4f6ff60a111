import { type Context, Hono } from 'hono';
import { DecodeError } from '../decode/decode-error.ts';
import type { Encoding } from '../decode/decode-traces.ts';
import { createMemory } from '../normalise/memory.ts';
import type { Intake } from '../store/store.ts';
import { acceptLogs } from './accept-logs.ts';
import { acceptMetrics, createMetricsMemory, type MetricsSink } from './accept-metrics.ts';
import { acceptTraces } from './accept-traces.ts';
import { createAuthorise } from './bearer.ts';
import { type Body, readBody } from './body.ts';
import { encodingOf } from './encoding.ts';
import { createGate } from './gate.ts';
import { defaultReceiveLimits, type ReceiveLimits } from './limits.ts';
import type { ReceiveMeter, Signal } from './meter.ts';
import { badData, comeAgain, type Refusal, rpcCode, unsupported } from './refusal.ts';
import { acceptedReply, refusedReply } from './reply.ts';
import type { Accepted } from './sink.ts';

export interface ReceiverOptions {
  readonly intake: Intake;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly meter: ReceiveMeter;
  /** What is not given is {@link defaultReceiveLimits}. */
  readonly limits?: Partial<ReceiveLimits>;
  /** Bearer tokens of which a request must carry one. None: everybody may send. */
  readonly tokens?: readonly string[];
}

const signalPaths: readonly (readonly [Signal, string])[] = [
  ['traces', '/v1/traces'],
  ['metrics', '/v1/metrics'],
  ['logs', '/v1/logs'],
];

/** OTLP/HTTP: bytes come in, rows go to the intake, and the sender hears `200` once they are durable. */
export function createReceiver(options: ReceiverOptions): Hono {
  const limits = { ...defaultReceiveLimits, ...options.limits };
  const authorise = createAuthorise(options.tokens ?? []);
  const gate = createGate(limits);
  const { intake, now, meter } = options;
  const sink: MetricsSink = { intake, now, meter, memory: createMemory(), ...createMetricsMemory(now()) };

  const answer = async (
    signal: Signal,
    request: Request,
    encoding: Encoding | undefined,
  ): Promise<Response> => {
    const unauthenticated = authorise(request.headers.get('Authorization') ?? undefined);
    if (unauthenticated) return refusedReply(unauthenticated, encoding);
    if (encoding === undefined) return refusedReply(unknownEncoding);
    const pass = gate.enter();
    if (pass === undefined) return refusedReply(full, encoding);
    try {
      const body = await readBody(request, encoding, limits, pass);
      if (body.kind === 'refused' && body.httpStatus === 400) options.meter.decodeError(signal);
      const result = body.kind === 'refused' ? body : await accept(signal, body, encoding, sink);
      return result.kind === 'refused'
        ? refusedReply(result, encoding)
        : acceptedReply(signal, encoding, result.partial);
    } finally {
      pass.leave();
    }
  };

  const handle = async (signal: Signal, { req }: Context): Promise<Response> => {
    const encoding = encodingOf(req.header('Content-Type'));
    const response = await answer(signal, req.raw, encoding).catch((error: unknown) => {
      meter.internalError(signal, error);
      return refusedReply(internalError, encoding);
    });
    meter.request(signal, response.status);
    return response;
  };

  const app = new Hono();
  // A sender whose traces endpoint is configured without a path posts there (OTLP exporter specification).
  app.post('/', (context) => handle('traces', context));
  for (const [signal, path] of signalPaths) {
    for (const spelling of [path, `${path}/`]) {
      app.post(spelling, (context) => handle(signal, context));
      app.all(spelling, () => refusedReply(methodNotAllowed));
    }
  }
  return app;
}

async function accept(
  signal: Signal,
  body: Body,
  encoding: Encoding,
  sink: MetricsSink,
): Promise<Accepted | Refusal> {
  sink.meter.bytes(signal, body.wireBytes, body.bytes.length);
  const refusal = sink.intake.refusal();
  if (refusal) return comeAgain(refusal.afterSeconds, refusal.reason);
  try {
    if (signal === 'traces') return await acceptTraces(body.bytes, encoding, sink);
    if (signal === 'logs') return await acceptLogs(body.bytes, encoding, sink);
    return await acceptMetrics(body.bytes, encoding, sink);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    sink.meter.decodeError(signal);
    return badData(error.message);
  }
}

const unknownEncoding = unsupported('the content type is not application/x-protobuf or application/json');

const full = comeAgain(1, 'too many requests in flight');

const methodNotAllowed: Refusal = {
  kind: 'refused',
  httpStatus: 405,
  rpcCode: rpcCode.unimplemented,
  message: 'OTLP is sent with POST',
  headers: { Allow: 'POST' },
};

const internalError: Refusal = {
  kind: 'refused',
  httpStatus: 500,
  rpcCode: rpcCode.internal,
  message: 'the collector failed on this request',
};
