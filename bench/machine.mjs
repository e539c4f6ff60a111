import { arch, cpus, loadavg, platform, totalmem } from 'node:os';

/** When and where a run is made, and how busy the machine was. @param {readonly number[]} loadAtStart */
export function describeMachine(loadAtStart) {
  const processors = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const load = [loadAtStart[0], loadavg()[0]].map((value) => value.toFixed(1));
  return (
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${platform()} ${arch()}, ` +
    `${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${memoryGb} GB, load ${load.join(' to ')}`
  );
}
