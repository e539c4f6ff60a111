import type { ErrorFault } from '../fault.ts';
import { encodeMessage } from './aws-event-stream.ts';
import type { Exchange, Fields, Route, VendorError } from './protocol.ts';
import { uuid } from './uuid.ts';

/** What the operations of Bedrock's runtime share: paths, headers, frames and exceptions. */

/** `/model/{modelId}/{operation}`; the id is percent-encoded, as it may be an ARN with slashes. */
export function bedrockRoute(
  operation: string,
  streamOperation: string,
): (path: string) => Route | undefined {
  const pattern = new RegExp(`^/model/([^/]+)/(${operation}|${streamOperation})$`);
  return (path) => {
    const [, model, name] = pattern.exec(path) ?? [];
    if (model === undefined) return undefined;
    return { model: decodeURIComponent(model), streaming: name === streamOperation };
  };
}

export function bedrockHeaders(exchange: Exchange): Record<string, string> {
  return { 'x-amzn-requestid': uuid(exchange, 'request') };
}

export const bedrockStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/vnd.amazon.eventstream',
};

const paddingAlphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The lengths of encrypted packets tell on the tokens in them, so every event carries padding `p`. */
export function bedrockEvent(exchange: Exchange, type: string, fields: Fields, index: number): Uint8Array {
  const paddingLength = 1 + Math.floor(exchange.uniform('padding', type, index) * paddingAlphabet.length);
  return encodeMessage(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify({ ...fields, p: paddingAlphabet.slice(0, paddingLength) }),
  );
}

interface Exception {
  readonly status: number;
  readonly message: string;
  /** Fields next to the message. */
  readonly details?: (exchange: Exchange) => Fields;
}

/** By the name in `x-amzn-errortype`. */
const exceptions: Readonly<Record<string, Exception>> = {
  InternalServerException: {
    status: 500,
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  ServiceUnavailableException: { status: 503, message: 'Bedrock is unable to process your request.' },
  ModelNotReadyException: {
    status: 429,
    message: 'The model specified in the request is not ready to serve inference requests.',
  },
  ModelErrorException: {
    status: 424,
    message: 'The request failed due to an error while processing the model.',
    details: ({ request }) => ({ originalStatusCode: 500, resourceName: request.model }),
  },
  ModelTimeoutException: {
    status: 408,
    message: 'The request took too long to process. Processing time exceeded the model timeout length.',
  },
  ThrottlingException: { status: 429, message: 'Too many requests, please wait before trying again.' },
  ServiceQuotaExceededException: {
    status: 400,
    message: 'Your request exceeds the service quota for your account.',
  },
  UnrecognizedClientException: {
    status: 403,
    message: 'The security token included in the request is invalid.',
  },
  AccessDeniedException: {
    status: 403,
    message: "You don't have access to the model with the specified model ID.",
  },
  ResourceNotFoundException: { status: 404, message: 'The specified model version could not be found.' },
  ValidationException: { status: 400, message: 'The provided model identifier is invalid.' },
  ModelStreamErrorException: {
    status: 424,
    message: 'The system encountered an unexpected error during processing. Try your request again.',
    details: () => ({ originalMessage: 'Internal server error', originalStatusCode: 500 }),
  },
};

const usual: Readonly<Record<ErrorFault, string>> = {
  server_error: 'InternalServerException',
  unavailable: 'ServiceUnavailableException',
  overloaded: 'ServiceUnavailableException',
  rate_limited: 'ThrottlingException',
  quota_exhausted: 'ServiceQuotaExceededException',
  auth: 'UnrecognizedClientException',
  bad_request: 'ValidationException',
};

/** AWS gives no hint when to retry. */
export function bedrockError(fault: ErrorFault, exchange: Exchange): VendorError {
  const name = exchange.errorName ?? usual[fault];
  const { status, message, details } = exceptionNamed(name);
  const ownWords = fault === 'overloaded' ? 'Too many connections, please wait before trying again.' : null;
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    },
    body: JSON.stringify({
      message: exchange.request.problem?.message ?? ownWords ?? message,
      ...details?.(exchange),
    }),
  };
}

/** Inside a stream the same exceptions come as a frame; the name then begins in lower case. */
export function bedrockStreamError(exchange: Exchange): readonly Uint8Array[] {
  const name = exchange.errorName ?? 'ModelStreamErrorException';
  const { message, details } = exceptionNamed(name);
  return [
    encodeMessage(
      {
        ':exception-type': name.charAt(0).toLowerCase() + name.slice(1),
        ':content-type': 'application/json',
        ':message-type': 'exception',
      },
      JSON.stringify({ message, ...details?.(exchange) }),
    ),
  ];
}

function exceptionNamed(name: string): Exception {
  const exception = exceptions[name];
  if (!exception) {
    throw new RangeError(`Bedrock has no "${name}"; there are ${Object.keys(exceptions).join(', ')}`);
  }
  return exception;
}
