import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts the time of a process in hundredths of a second. */
const ticksPerSecond = 100;

/** Its first child process. @param {number} parent */
export function childOf(parent) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => fieldsOf(pid)?.[1] === String(parent));
}

/** What follows the command's name, which may hold spaces and brackets. */
function fieldsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** CPU seconds and resident megabytes so far. @param {number} pid */
export function usageOf(pid) {
  const fields = fieldsOf(pid) ?? [];
  const residentKb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentMb: Number(residentKb) / 1024,
  };
}
