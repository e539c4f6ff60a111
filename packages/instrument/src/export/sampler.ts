/** Whether a new trace is kept. What belongs to a trace that is kept is kept, too. */
export type Sampler = (ids: { readonly traceId: string }) => boolean;

/** `OTEL_TRACES_SAMPLER`: our calls are the roots of their traces, so `parentbased_x` is `x` here. */
export function samplerFrom(env: Readonly<Record<string, string | undefined>>): Sampler {
  const name = (env.OTEL_TRACES_SAMPLER ?? '').trim().replace(/^parentbased_/, '');
  if (name === 'always_off') return () => false;
  if (name !== 'traceidratio') return () => true;
  const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG || 1);
  return ratioSampler(Number.isFinite(ratio) ? Math.min(Math.max(ratio, 0), 1) : 1);
}

/** As OpenTelemetry's SDK for JavaScript does it, so that all services keep the same traces. */
function ratioSampler(ratio: number): Sampler {
  const bound = Math.floor(ratio * 0xffffffff);
  return ({ traceId }) => {
    let folded = 0;
    for (let at = 0; at < 32; at += 8)
      folded = (folded ^ Number.parseInt(traceId.slice(at, at + 8), 16)) >>> 0;
    return folded < bound;
  };
}
