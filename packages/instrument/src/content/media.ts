import { asText } from '../protocols/json.ts';
import type { Modality, Part } from './message.ts';

/** Inline data, in base64 or as bytes. */
export function blobPart(data: unknown, modality: Modality, mimeType: unknown): Part {
  return { type: 'blob', modality, mime_type: asText(mimeType), size: byteLengthOf(data) };
}

function byteLengthOf(data: unknown): number | undefined {
  if (typeof data === 'string') return Buffer.byteLength(data, 'base64');
  return ArrayBuffer.isView(data) ? data.byteLength : undefined;
}

export function filePart(fileId: string, modality: Modality, mimeType?: unknown): Part {
  return { type: 'file', modality, mime_type: asText(mimeType), file_id: fileId };
}

/** A URL that holds the data itself is a blob. */
export function mediaAtUrl(url: string, modality: Modality, mimeType?: unknown): Part {
  if (/^data:/i.test(url)) return blobInDataUrl(url, modality);
  return { type: 'uri', modality, mime_type: asText(mimeType), uri: withoutCredentials(url) };
}

function blobInDataUrl(url: string, modality: Modality): Part {
  const comma = url.indexOf(',');
  const head = url.slice('data:'.length, Math.max(comma, 'data:'.length));
  const data = url.slice(comma + 1);
  const mimeType = asText(head.split(';')[0]);
  const size = Buffer.byteLength(data, head.endsWith(';base64') ? 'base64' : 'utf8');
  return { type: 'blob', modality: modalityOf(mimeType) ?? modality, mime_type: mimeType, size };
}

/** Undefined for a type that is not told. */
export function modalityOf(mimeType: unknown): Modality | undefined {
  const type = asText(mimeType)?.split('/')[0];
  if (type === 'image' || type === 'audio' || type === 'video') return type;
  return type === undefined ? undefined : 'document';
}

const userInformation = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i;
const signature =
  /([?&](?:AWSAccessKeyId|Signature|sig|key|X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential))=)[^&#]*/gi;

/** A signed address opens what it names; semantic conventions redact the same in `url.full`. */
function withoutCredentials(uri: string): string {
  return uri.replace(userInformation, '$1REDACTED@').replace(signature, '$1REDACTED');
}
