import { describeMachine } from '../machine.mjs';
import { installedVersion } from './install-peers.mjs';

/**
 * Where and how a run was made, one line each.
 * @param {import('./options.mjs').Options} options
 * @param {string} peersFolder
 * @param {readonly number[]} loadAtStart
 */
export function describeRun({ rounds, scale }, peersFolder, loadAtStart) {
  const sdks = ['openai', '@anthropic-ai/sdk', '@opentelemetry/sdk-node'];
  return [
    describeMachine(loadAtStart),
    sdks.map((name) => `${name} ${installedVersion(peersFolder, name)}`).join(', '),
    `\`node bench/instrument/run.mjs --rounds ${rounds} --scale ${scale}\``,
  ];
}
