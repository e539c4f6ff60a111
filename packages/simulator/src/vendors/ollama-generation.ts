import {
  ollamaEnding,
  ollamaEnvelope,
  ollamaError,
  ollamaJsonContentType,
  ollamaLine,
  ollamaStreamError,
  ollamaStreamHeaders,
  readOllamaRequest,
} from './ollama.ts';
import { type EventStream, type Exchange, exactRoute, type Fields, type Protocol } from './protocol.ts';

/** `POST /api/chat`. */
export const ollamaChat: Protocol = generation('ollama.chat', '/api/chat', (content) => ({
  message: { role: 'assistant', content },
}));

/** `POST /api/generate`. */
export const ollamaGenerate: Protocol = generation('ollama.generate', '/api/generate', (response) => ({
  response,
}));

/** Both endpoints send JSON lines, each with a piece of text in it, and stop with the one that says `done`. */
function generation(name: string, path: string, withText: (text: string) => Fields): Protocol {
  return {
    provider: 'ollama',
    name,
    jsonContentType: ollamaJsonContentType,
    route: exactRoute(path),
    read: readOllamaRequest,
    headers: () => ({}),
    json: (exchange) => JSON.stringify(last(exchange, withText(exchange.pieces.join('')))),
    stream: (exchange): EventStream => ({
      headers: ollamaStreamHeaders,
      opening: [],
      content: exchange.pieces.map((piece) =>
        ollamaLine({ ...ollamaEnvelope(exchange), ...withText(piece), done: false }),
      ),
      closing: [ollamaLine(last(exchange, withText('')))],
    }),
    streamError: ollamaStreamError,
    error: ollamaError,
  };
}

function last(exchange: Exchange, text: Fields): Fields {
  return { ...ollamaEnvelope(exchange), ...text, ...ollamaEnding(exchange) };
}
