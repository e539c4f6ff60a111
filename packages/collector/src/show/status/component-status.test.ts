import { expect, it } from 'vitest';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { componentStatus, groupStatus } from './component-status.ts';

const because = sampleTransition({ firstBadMs: 0 });

it('the share of what fails makes the status, and what answers or is not known is operational', () => {
  const of = (failingShare: number | null): string =>
    componentStatus({ state: 'degraded', because, failingShare });
  expect([of(null), of(0.19), of(0.2), of(0.79), of(0.8)]).toEqual([
    'degraded_performance',
    'degraded_performance',
    'partial_outage',
    'partial_outage',
    'major_outage',
  ]);
  // Nobody is held to be at fault for what fails all the same.
  expect(componentStatus({ state: 'ok', because: null, failingShare: 0.9 })).toBe('operational');
  expect(componentStatus({ state: 'unknown', because, failingShare: null })).toBe('operational');
  expect(componentStatus({ state: 'recovering', because, failingShare: 0 })).toBe('degraded_performance');
});

it('one region is at most a partial outage of a model, one model at most one of its vendor', () => {
  const region = sampleTransition({ firstBadMs: 0, region: 'eu' });
  expect(componentStatus({ state: 'down', because: region, failingShare: 1 })).toBe('partial_outage');
  expect(groupStatus('degraded', ['major_outage', 'operational'])).toBe('partial_outage');
  expect(groupStatus('down', ['major_outage', 'operational'])).toBe('major_outage');
  expect(groupStatus('ok', [])).toBe('operational');
});
