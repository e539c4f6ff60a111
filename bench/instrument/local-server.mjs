// A process of its own, so that its CPU time is nobody's: two vendors, and a sink for whatever an instrumentation sends.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { answersTo, asksForStream } from './answers.mjs';
import { workloads } from './workloads.mjs';

/** How often the sink has seen each workload's model named: the proof that a variant reported anything. */
const mentions = Object.fromEntries(workloads.map(({ id }) => [id, 0]));

const urls = {
  openai: await listen(answerAs('openai')),
  anthropic: await listen(answerAs('anthropic')),
  sink: await listen(swallow),
};
process.on('message', () => {
  process.send({ mentions: { ...mentions } });
  for (const id of Object.keys(mentions)) mentions[id] = 0;
});
process.send({ urls });

function answerAs(vendor) {
  const requestId = { 'x-request-id': 'req_1', 'request-id': 'req_1' };
  return (body, _request, response) => {
    const asked = body.toString();
    const { json, events } = answersTo(vendor, asked);
    if (!asksForStream(asked)) {
      response.writeHead(200, { ...requestId, 'content-type': 'application/json' });
      response.end(json);
      return;
    }
    response.writeHead(200, { ...requestId, 'content-type': 'text/event-stream' });
    // One write an event, as vendors do: the client gets one chunk each.
    for (const event of events) response.write(event);
    response.end();
  };
}

function swallow(body, request, response) {
  const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  for (const { id, model } of workloads) mentions[id] += countOf(model, text);
  const isProtobuf = request.headers['content-type'] === 'application/x-protobuf';
  response.writeHead(200, { 'content-type': isProtobuf ? 'application/x-protobuf' : 'application/json' });
  response.end(isProtobuf ? '' : '{}');
}

function countOf(word, text) {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) count += 1;
  return count;
}

/** @returns {Promise<string>} the URL */
function listen(respond) {
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    respond(Buffer.concat(parts), request, response);
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
