import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { DashboardLink, FieldColor, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Colour, Link, Panel, State, Threshold, Unit } from '../panel.ts';

/** Our units, as Grafana writes them, and where their axis ends. */
const shown: Readonly<Record<Unit, { readonly unit: string; readonly min?: number; readonly max?: number }>> =
  {
    percentunit: { unit: 'percentunit', min: 0, max: 1 },
    budget: { unit: 'percentunit', max: 1 },
    burn: { unit: 'suffix: ×', min: 0 },
    s: { unit: 's', min: 0 },
    short: { unit: 'short', min: 0 },
    reqps: { unit: 'reqps', min: 0 },
    cps: { unit: 'cps', min: 0 },
    bytes: { unit: 'bytes', min: 0 },
    none: { unit: 'none' },
    string: { unit: 'string' },
    dateTimeAsIso: { unit: 'dateTimeAsIso' },
  };

export const unitOf = (unit: Unit): (typeof shown)[Unit] => shown[unit];

export function mappingsOf(states: readonly State[]): ValueMapping[] {
  const options = states.map(({ value, word, colour }, index) => [
    String(value),
    { text: word, color: colour, index },
  ]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}

export function thresholdsOf(thresholds: readonly Threshold[]): ThresholdsConfigBuilder {
  const steps = thresholds.map(({ from, colour }) => ({ value: from, color: colour }));
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

export const noThresholds: readonly Threshold[] = [{ from: null, colour: 'text' }];

/** Links of values know less than those of dashboards, for which the SDK's builder is. */
export function linksOf(links: readonly Link[]): Builder<DashboardLink>[] {
  return links.map(({ title, url }) => ({
    build: () => ({ title, url, targetBlank: true }) as unknown as DashboardLink,
  }));
}

/** By state where there are states; otherwise shades of one hue, so that no colour looks like a verdict. */
export function colourOf({ look, thresholds, states }: Panel): FieldColorBuilder {
  const colour = new FieldColorBuilder();
  if (thresholds !== undefined || states !== undefined || look === 'table')
    return colour.mode(FieldColorModeId.Thresholds);
  return colour.mode(FieldColorModeId.Shades).fixedColor('blue');
}

export const fixedColour = (colour: Colour): FieldColor => ({
  mode: FieldColorModeId.Fixed,
  fixedColor: colour,
});
