/** A request body that can be read without consuming it; bytes are turned into text only where they are looked at. */
export interface RequestBody {
  /** Characters of a text, bytes of anything else. */
  readonly length: number;
  readonly isText: boolean;
  text(start: number, end: number): string;
  indexOf(text: string, from: number): number;
}

/** Undefined for a body that cannot be read without consuming it. */
export function readableBody(body: unknown): RequestBody | undefined {
  if (typeof body === 'string') return textBody(body);
  if (body instanceof ArrayBuffer) return bytesBody(Buffer.from(body));
  if (ArrayBuffer.isView(body))
    return bytesBody(Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength));
  return undefined;
}

function textBody(body: string): RequestBody {
  return {
    length: body.length,
    isText: true,
    text: (start, end) => body.slice(start, end),
    indexOf: (text, from) => body.indexOf(text, from),
  };
}

function bytesBody(body: Buffer): RequestBody {
  return {
    length: body.length,
    isText: false,
    text: (start, end) => body.toString('utf8', start, end),
    indexOf: (text, from) => body.indexOf(text, from, 'latin1'),
  };
}

/** What every SDK writes before or after the content. */
const edgeLengthMax = 4096;
/** A body beyond this holds images or documents; parsing it would hold up the app for longer than a model is worth. */
const parsedLengthMax = 1024 * 1024;

const plainField = String.raw`"[^"\\]*"\s*:\s*(?:"[^"\\]*"|true|false|null|-?\d[\d.eE+-]*)`;
const modelField = String.raw`"model"\s*:\s*"([^"\\]*)"`;
/** SDKs write the model before the content or after it: with only plain values around, it is the body's own. */
const leadingModel = new RegExp(String.raw`^\s*\{\s*(?:${plainField}\s*,\s*)*?${modelField}`);
const trailingModel = new RegExp(String.raw`${modelField}(?:\s*,\s*${plainField})*\s*\}\s*$`);

const firstField = '{"model":"';

/** As nearly every SDK writes it. Undefined where a closer look is needed. */
function firstModel(body: RequestBody): string | undefined {
  const start = firstField.length;
  if (body.text(0, start) !== firstField) return undefined;
  const end = body.indexOf('"', start);
  const model = end < 0 || end > edgeLengthMax ? '\\' : body.text(start, end);
  return model.includes('\\') ? undefined : model;
}

/** The model that a body names; empty without one. Only a body that hides it is parsed as a whole. */
export function modelInBody(body: RequestBody): string {
  const first = firstModel(body);
  if (first !== undefined) return first;
  const leading = leadingModel.exec(body.text(0, edgeLengthMax))?.[1];
  if (leading !== undefined) return leading;
  if (body.indexOf('"model"', 0) < 0) return '';
  const trailing = trailingModel.exec(body.text(Math.max(0, body.length - edgeLengthMax), body.length))?.[1];
  if (trailing !== undefined) return trailing;
  if (body.length > parsedLengthMax) return '';
  try {
    const { model } = JSON.parse(body.text(0, body.length)) as { model?: unknown };
    return typeof model === 'string' ? model : '';
  } catch {
    return '';
  }
}

const streamField = '"stream"';
/** The word may stand in a tool's schema, too; one real field is enough, and many are somebody's content. */
const streamFieldsMax = 8;

/** Whether a body asks for a stream. */
export function streamInBody(body: RequestBody, byDefault: boolean): boolean {
  let at = body.indexOf(streamField, 0);
  for (let turn = 0; at >= 0 && turn < streamFieldsMax; turn += 1) {
    const said = /^\s*:\s*(true|false)/.exec(
      body.text(at + streamField.length, at + streamField.length + 16),
    );
    if (said) return said[1] === 'true';
    at = body.indexOf(streamField, at + streamField.length);
  }
  return byDefault;
}

/** Enough at each end to tell one long request from another. */
const fingerprintEdgeLength = 64 * 1024;

/** The text a body is known again by: all of it, or both ends and the length of one with images or documents inside. */
export function fingerprintText(body: RequestBody): string {
  const { length } = body;
  if (length <= parsedLengthMax) return body.text(0, length);
  return `${length}\n${body.text(0, fingerprintEdgeLength)}${body.text(length - fingerprintEdgeLength, length)}`;
}
