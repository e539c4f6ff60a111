// Loaded into the collector with `node --import`: shifts what it takes for the time by the milliseconds in a file, as when
// somebody sets the clock of its host, and writes down its heap every few seconds. Timers run on, as they do then.
import { readFileSync, writeFileSync } from 'node:fs';

const clockFile = process.env.SOAK_CLOCK_FILE ?? '';
const heapFile = process.env.SOAK_HEAP_FILE ?? '';
const RealDate = Date;
let shiftMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};

setInterval(() => {
  try {
    shiftMs = Number(readFileSync(clockFile, 'utf8'));
  } catch {
    shiftMs = 0;
  }
}, 250).unref();

setInterval(() => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  try {
    writeFileSync(heapFile, JSON.stringify({ heapUsed, external, arrayBuffers }));
  } catch {
    // A full disk is one of the things that are tried; the number before stays.
  }
}, 5000).unref();
