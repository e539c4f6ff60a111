import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { exporterOptions } from './exporter-options.ts';
import type { SpanBatch } from './otlp/span-batch.ts';

/** Sends batches that are encoded already; the network side, and all its variables, are OpenTelemetry's. */
export type BatchExporter = Pick<OTLPExporterBase<SpanBatch>, 'export' | 'shutdown'>;

export interface ExporterEvents {
  /** The collector took the request, and refused these spans of it. */
  refused(spans: number, reason: string): void;
}

export function createBatchExporter(env: NodeJS.ProcessEnv, events: ExporterEvents): BatchExporter {
  const options = convertLegacyHttpOptions(exporterOptions('traces', env), 'TRACES', 'v1/traces', {
    'Content-Type': 'application/x-protobuf',
  });
  const serializer = {
    serializeRequest: ({ body }: SpanBatch) => body,
    deserializeResponse(data: Uint8Array) {
      const response = ProtobufTraceSerializer.deserializeResponse(data);
      const { rejectedSpans, errorMessage } = response.partialSuccess ?? {};
      if (rejectedSpans) events.refused(Number(rejectedSpans), errorMessage ?? 'refused by the collector');
      return response;
    },
  };
  const helper = { name: 'span' as const, countItems: ({ spans }: SpanBatch) => spans };
  return new OTLPExporterBase(
    createOtlpHttpExportDelegate(options, serializer, 'otlp_http_span_exporter', helper, undefined),
  );
}
