import { defaultResource, detectResources, envDetector, type Resource } from '@opentelemetry/resources';

/** Who is calling, as `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` tell it. */
export function ownResource(): Resource {
  return defaultResource().merge(detectResources({ detectors: [envDetector] }));
}
