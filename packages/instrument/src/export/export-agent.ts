import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

interface PatchableAgent extends Omit<Agent, 'createConnection' | 'reuseSocket'> {
  createConnection(...parameters: unknown[]): Socket;
  reuseSocket(socket: Socket, request: unknown): void;
}

/** With a certificate of the user's, the exporter's own agent is the one that knows it. */
export function hasOwnCertificates(
  env: Readonly<Record<string, string | undefined>>,
  signalPrefix: string,
): boolean {
  return ['OTEL_EXPORTER_OTLP', signalPrefix].some((prefix) =>
    ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].some((name) => env[`${prefix}_${name}`]),
  );
}

/**
 * Connections that never keep a finished app alive. A refused connection is made to look final to the exporter, whose
 * own retry would hold the process on a timer; the delivery retries without one.
 */
export async function createExportAgent(protocol: string): Promise<Agent> {
  const { Agent } = protocol === 'http:' ? await import('node:http') : await import('node:https');
  const agent = new Agent({ keepAlive: true, maxSockets: 2 }) as unknown as PatchableAgent;
  const { createConnection, reuseSocket } = agent;
  agent.createConnection = function (...parameters) {
    const socket = Reflect.apply(createConnection, this, parameters) as Socket;
    socket.prependListener('error', (error: NodeJS.ErrnoException) => {
      if (error.code) error.code = `OTLP_${error.code}`;
    });
    return socket.unref();
  };
  agent.reuseSocket = function (socket, request) {
    Reflect.apply(reuseSocket, this, [socket, request]);
    socket.unref();
  };
  return agent as unknown as Agent;
}
