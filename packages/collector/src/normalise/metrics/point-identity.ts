import { createHash } from 'node:crypto';
import type { Metric, MetricPoint } from '../../decode/metric.ts';
import type { Resource } from '../../decode/span.ts';

/**
 * Resource attributes that tell the processes of one service apart. Others, such as those that a gateway looks up and
 * adds later, must not make another series of a process.
 */
export const instanceKeys: readonly string[] = [
  'service.namespace',
  'service.instance.id',
  'host.id',
  'host.name',
  'process.pid',
  'container.id',
  'k8s.pod.uid',
  'k8s.pod.name',
  'faas.instance',
];

/** Of whoever sends these metrics: a resource as far as it is read. */
export function ownerOf({ attributes }: Resource): string {
  return JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Names one run of one series. Its start is a part: a counter that begins anew is another one, and two processes that
 * nothing else tells apart hardly ever begin in the same nanosecond.
 */
export function seriesOf(owner: string, { name, unit, scope }: Metric, point: MetricPoint): string {
  const { attributeText, startUnixNano } = point;
  return digest([owner, scope.name, scope.version, name, unit, attributeText, String(startUnixNano)]);
}

/** Names a process. `startUnixNano` is since when it counts, where that is always the same. */
export function instanceOf(owner: string, startUnixNano: bigint | undefined): string {
  return digest([owner, String(startUnixNano ?? '')]);
}

/** Names a point by what it says: the same whenever it is sent, in whatever batch. */
export function pointIdOf(series: string, { timeUnixNano, count, sum }: MetricPoint): string {
  return digest([series, String(timeUnixNano), String(count), String(sum)]);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
