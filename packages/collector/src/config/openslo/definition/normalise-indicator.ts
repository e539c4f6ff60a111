import type {
  DataSourceContent,
  IndicatorContent,
  InlineIndicatorContent,
  Maybe,
  MetadataContent,
  MetricContent,
  RatioContent,
} from '../content.ts';
import type { Path } from '../parse-documents.ts';
import { isSet } from '../schema/fields.ts';
import type { DataSourceDefinition, IndicatorDefinition, Link, Measure, Metric } from './definition.ts';
import { type DefinitionSource, named } from './definition-source.ts';

export function normaliseIndicator(
  metadata: MetadataContent,
  spec: IndicatorContent,
  path: Path,
  source: DefinitionSource,
): IndicatorDefinition {
  return { kind: 'SLI', ...named(metadata, spec.description), measure: measure(spec, path, source) };
}

export function normaliseDataSource(
  metadata: MetadataContent,
  { description, type, connectionDetails }: DataSourceContent,
): DataSourceDefinition {
  return { kind: 'DataSource', ...named(metadata, description), type, connectionDetails };
}

/** An indicator in place or by name, as an SLO or one of its objectives has it. Null if it has none. */
export function indicatorLink(
  inline: { readonly key: string; readonly content: Maybe<InlineIndicatorContent> },
  reference: { readonly key: string; readonly name: Maybe<string> },
  path: Path,
  source: DefinitionSource,
): Link<IndicatorDefinition> | null {
  if (inline.content) {
    const { metadata, spec } = inline.content;
    return {
      ref: null,
      definition: normaliseIndicator(metadata, spec, [...path, inline.key, 'spec'], source),
    };
  }
  if (!isSet(reference.name)) return null;
  const ref = String(reference.name);
  return { ref, definition: source.find('SLI', ref, [...path, reference.key]) };
}

function measure(spec: IndicatorContent, path: Path, source: DefinitionSource): Measure {
  if (spec.thresholdMetric)
    return { type: 'threshold', metric: metric(spec.thresholdMetric, [...path, 'thresholdMetric'], source) };
  if (!spec.ratioMetric) throw new Error('SLI without a metric, but was accepted');
  return ratio(spec.ratioMetric, [...path, 'ratioMetric'], source);
}

function ratio(content: RatioContent, path: Path, source: DefinitionSource): Measure {
  const isCounter = content.counter ?? false;
  const { raw, good, bad, total } = content;
  if (raw) {
    const counted = content.rawType === 'failure' ? 'bad' : 'good';
    return { type: 'raw', counted, ratio: metric(raw, [...path, 'raw'], source), isCounter };
  }
  const counted = good ? 'good' : 'bad';
  const part = good ?? bad;
  if (!part || !total) throw new Error('ratio without a part or a total, but was accepted');
  return {
    type: 'ratio',
    counted,
    part: metric(part, [...path, counted], source),
    total: metric(total, [...path, 'total'], source),
    isCounter,
  };
}

function metric(content: MetricContent, path: Path, source: DefinitionSource): Metric {
  const { metricSource, dataSourceSpec } = content;
  if (metricSource) {
    const at = [...path, 'metricSource', 'metricSourceRef'];
    const dataSource = dataSourceLink(metricSource.metricSourceRef, at, source);
    const type = metricSource.type || dataSource?.definition?.type || '';
    return { dataSource, type, spec: metricSource.spec };
  }
  const spec = content.spec ?? {};
  if (!dataSourceSpec) {
    const dataSource = dataSourceLink(content.dataSourceRef, [...path, 'dataSourceRef'], source);
    return { dataSource, type: dataSource?.definition?.type ?? '', spec };
  }
  const definition = normaliseDataSource({ name: '' }, dataSourceSpec);
  return { dataSource: { ref: null, definition }, type: dataSourceSpec.type, spec };
}

function dataSourceLink(
  name: Maybe<string>,
  path: Path,
  source: DefinitionSource,
): Link<DataSourceDefinition> | null {
  if (!isSet(name)) return null;
  return { ref: String(name), definition: source.find('DataSource', String(name), path) };
}
