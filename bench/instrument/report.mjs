// Pure: the figures as Markdown, which reads well enough in a terminal too.
import { table, whole } from '../markdown.mjs';
import { bestOf } from './comparison.mjs';

/**
 * @typedef {object} Report
 * @property {ReturnType<typeof import('./comparison.mjs').compare>} figuresOf
 * @property {Map<string, import('./measure-heap.mjs').HeapGrowth>} heapGrowth
 * @property {{ json: number, abandoned: number }} heapCalls
 * @property {Map<string, string>} failures
 * @property {readonly { id: string, label: string, role: string, vendors: readonly string[] }[]} variants
 * @property {readonly import('./workloads.mjs').Workload[]} workloads
 * @property {readonly string[]} transports
 * @property {readonly string[]} circumstances
 */

const transportTitles = {
  fetch: 'In process: the client gets a canned `fetch`',
  http: 'Real HTTP to a server in another process',
};

/** @param {Report} report */
export function renderReport(report) {
  const sections = [
    report.circumstances.map((line) => `- ${line}`).join('\n'),
    ...report.transports.flatMap((transport) => [
      `### ${transportTitles[transport]}`,
      'CPU, µs per call. Baselines as they are, all others over their baseline; median (min..max) of the rounds.',
      costTable(report, transport, cpuCell),
      ratioTable(report, transport),
      'Wall time, µs per call over the baseline.',
      costTable(report, transport, wallCell),
    ]),
    ...heapSection(report),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function costTable({ variants, workloads, failures, figuresOf }, transport, cellOf) {
  const rows = variants.map((variant) => {
    const failure = failures.get(variant.id);
    if (failure) return [variant.label, `does not run: ${failure}`, ...workloads.slice(1).map(() => '')];
    const cells = workloads.map((workload) =>
      cellOf(variant, workload, figuresOf(variant.id, transport, workload.id)),
    );
    return [variant.label, ...cells];
  });
  return table(['', ...workloads.map(({ label }) => label)], rows);
}

function cpuCell(variant, workload, figures) {
  if (!figures) return '';
  if (variant.role === 'baseline') return spread(figures.cpuUs, whole);
  return noted(variant, workload, figures, spread(figures.cpuOverBareUs, signed));
}

function wallCell(variant, workload, figures) {
  if (!figures || variant.role === 'baseline') return '';
  return noted(variant, workload, figures, signed(figures.wallOverBareUs.median));
}

/** A figure of a variant that reports nothing is no price for anything. */
function noted(variant, workload, { isReported }, text) {
  const isInstrumented = variant.vendors.includes(workload.vendor);
  if (!isInstrumented) return variant.role === 'peer' ? 'not instrumented' : text;
  return isReported ? text : `(${text}, calls missing in the sink)`;
}

function ratioTable({ variants, workloads, figuresOf }, transport) {
  const rows = workloads.flatMap((workload) => {
    const figures = (id) => figuresOf(id, transport, workload.id);
    const ours = figures('ours');
    if (!ours) return [];
    const peers = variants
      .filter(({ role, vendors }) => role === 'peer' && vendors.includes(workload.vendor))
      .map(({ id, label }) => ({ id, label, figures: figures(id) }));
    const best = bestOf(peers);
    return [
      [
        workload.label,
        signed(ours.cpuOverBareUs.median),
        ratio(ours, figures('floor')),
        best ? `${ratio(ours, best.figures)} (${best.label})` : '',
      ],
    ];
  });
  return rows.length === 0
    ? ''
    : table(['', 'ours, CPU over bare', 'to the floor', 'to the best peer'], rows);
}

/** Differences at or below zero are noise, and so is any ratio with them. */
function ratio(ours, other) {
  const [own, others] = [ours, other].map((figures) => figures?.cpuOverBareUs.median ?? 0);
  return own > 0 && others > 0 ? (own / others).toFixed(2) : 'lost in noise';
}

function heapSection({ variants, heapGrowth, heapCalls }) {
  if (heapGrowth.size === 0) return [];
  const rows = variants
    .filter(({ id }) => heapGrowth.has(id))
    .map(({ id, label }) => {
      const { jsonKb, abandonedKb } = heapGrowth.get(id);
      return [label, signed(jsonKb), signed(abandonedKb)];
    });
  const header = [
    '',
    `after ${whole(heapCalls.json)} JSON calls`,
    `after ${whole(heapCalls.abandoned)} abandoned streams`,
  ];
  return [
    '### Heap',
    'Growth of the used heap after a forced collection, KiB (openai, in process).',
    table(header, rows),
  ];
}

function spread({ median, min, max }, format) {
  return `${format(median)} (${format(min)}..${format(max)})`;
}

function signed(value) {
  return value < 0 ? `−${whole(-value)}` : `+${whole(value)}`;
}
