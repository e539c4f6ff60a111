import { describe, expect, it } from 'vitest';
import { classInWords, confidenceInWords } from './words.ts';

describe('words for an incident', () => {
  it('say whose fault it is', () => {
    expect(['vendor_wide', 'single_model', 'credential', 'local_network'].map(classInWords)).toEqual([
      'Vendor-wide',
      'One model',
      'Our key',
      'Our own network',
    ]);
  });

  it('leave a class this console does not know readable', () => {
    expect(classInWords('vendor_tier')).toBe('vendor tier');
  });

  it('are sure only from 95 percent on', () => {
    expect([0.993, 0.949, 0.6, 0.3].map(confidenceInWords)).toEqual([
      'sure',
      'likely',
      'possible',
      'unclear',
    ]);
  });
});
