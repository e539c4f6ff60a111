import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { installedVersion } from './install-peers.mjs';

/**
 * Where and how a run was made, one line each.
 * @param {import('./options.mjs').Options} options
 * @param {string} peersFolder
 * @param {readonly number[]} loadAtStart
 */
export function describeRun({ rounds, scale }, peersFolder, loadAtStart) {
  const processors = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const sdks = ['openai', '@anthropic-ai/sdk', '@opentelemetry/sdk-node'];
  const load = [loadAtStart[0], loadavg()[0]].map((value) => value.toFixed(1));
  return [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${platform()} ${arch()}, ` +
      `${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${memoryGb} GB, load ${load.join(' to ')}`,
    sdks.map((name) => `${name} ${installedVersion(peersFolder, name)}`).join(', '),
    `\`node bench/instrument/run.mjs --rounds ${rounds} --scale ${scale}\``,
  ];
}
