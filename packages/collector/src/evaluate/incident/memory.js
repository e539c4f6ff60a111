import { mergeSamples } from './sample.js';
/**
 * Adds the newest frame and makes older ones coarser: seconds matter to a fault that began a moment ago, not to one
 * that began minutes ago, and a thousand series are to fit into memory.
 */
export function remember(samples, newest, settings) {
  const nowMs = newest.startMs + newest.widthMs;
  // A compressed clock may have frames longer than all that is remembered.
  const memoryMs = Math.max(settings.memorySeconds * 1000, 4 * newest.widthMs);
  const framesMs = settings.framesSeconds * 1000;
  const slicesMs = settings.slicesSeconds * 1000;
  let first = 0;
  while (nowMs - (samples[first]?.startMs ?? nowMs) > memoryMs) first += 1;
  const kept = samples.slice(first);
  let length = 0;
  for (let index = 0; index < kept.length; index += 1) {
    const sample = kept[index];
    const ageMs = nowMs - sample.startMs;
    const last = length > 0 ? kept[length - 1] : undefined;
    const grainMs = ageMs > slicesMs ? settings.blockSeconds * 1000 : settings.sliceSeconds * 1000;
    if (last && ageMs > framesMs && isSameCell(last, sample, grainMs)) {
      kept[length - 1] = mergeSamples(last, sample);
    } else {
      kept[length] = sample;
      length += 1;
    }
  }
  kept[length] = newest;
  kept.length = length + 1;
  return { samples: kept, forgotten: first === 0 ? nothing : samples.slice(0, first) };
}
const nothing = [];
function isSameCell(a, b, grainMs) {
  // What fills a cell already has nothing to be merged with: true of nearly all.
  if (a.widthMs + b.widthMs > grainMs) return false;
  return Math.floor(a.startMs / grainMs) === Math.floor(b.startMs / grainMs);
}
