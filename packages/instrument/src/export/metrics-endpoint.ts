import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { countInternalError, warnOnce } from '../guard.ts';
import { processMetricsRegistry } from '../metrics-registry.ts';

/** A handler for `node:http` and everything built on it: answers any request with the metrics. */
export function metricsHandler(_request: IncomingMessage, response: ServerResponse): void {
  const { registry } = processMetricsRegistry();
  registry.metrics().then(
    (text) => {
      response.setHeader('content-type', registry.contentType);
      response.end(text);
    },
    (error) => {
      countInternalError(error);
      response.statusCode = 500;
      response.end();
    },
  );
}

/** Serves the metrics on a port of its own, without keeping the app alive. A port in use is a warning. */
export function serveMetrics(port: number, host: string): void {
  const server = createServer(metricsHandler);
  server.on('error', (error) => warnOnce('metrics port', `metrics are not served: ${error.message}`));
  server.on('connection', (socket) => socket.unref());
  server.listen(port, host).unref();
}
