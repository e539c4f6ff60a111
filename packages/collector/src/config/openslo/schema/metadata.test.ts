import { describe, expect, it } from 'vitest';
import { changed, complaints, judge, sloV1, sloV2, type Tree } from '../documents.fixture.ts';

describe('metadata that cannot be used', () => {
  it.each<[Tree, string, unknown, string]>([
    [sloV1, 'metadata.name', 'my slo', 'metadata.name: "my slo" cannot be a name; use only a-z, 0-9 and "-"'],
    [sloV1, 'metadata.name', 42, 'metadata.name: expected text, got 42; put it in quotes'],
    [
      sloV1,
      'metadata.displayName',
      'x'.repeat(64),
      'metadata.displayName: 64 characters long; at most 63 are allowed',
    ],
    [
      sloV1,
      'metadata.labels.tier',
      1,
      'metadata.labels.tier: expected text or a list of texts, numbers in quotes',
    ],
    [
      sloV1,
      'metadata.annotations',
      { 'a/b/c': 'x' },
      'metadata.annotations.a/b/c: "a/b/c" cannot be a key here; expected a name of at most 63 letters, digits, ".", "_" and "-", like team or example.com/team',
    ],
    [
      sloV2,
      'metadata.displayName',
      'SLO',
      'metadata.displayName: unknown key `displayName`; expected one of `name`, `labels`, `annotations`',
    ],
    [
      sloV2,
      'metadata.labels.team',
      'LLM',
      'metadata.labels.team: expected at most 63 of a-z, 0-9, ".", "_" and "-"',
    ],
  ])('is rejected in both modes, with the reason: %#', (tree, path, value, complaint) => {
    for (const strict of [false, true])
      expect(complaints(changed(tree, path, value), strict)).toContain(complaint);
    expect(judge(changed(tree, path, value)).verdict).toBe('reject');
  });
});
