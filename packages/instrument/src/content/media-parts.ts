import { asObject, asText, isFilled, type JsonObject } from '../protocols/json.ts';
import { blobPart, filePart, mediaAtUrl, modalityOf } from './media.ts';
import type { Modality, Part } from './message.ts';
import { plainCopy } from './plain-json.ts';
import { textParts } from './text-parts.ts';

/** Images, sound, video and documents in a request or an answer. Undefined for anything else, and for odd ones. */
export function mediaPart(part: JsonObject): Part | undefined {
  const type = asText(part.type);
  if (type !== undefined) return typedMedia.get(type)?.(part);
  for (const [key, read] of keyedMedia) {
    const media = asObject(part[key]);
    if (media) return read(media);
  }
  return undefined;
}

type MediaReader = (part: JsonObject) => Part | undefined;

/** OpenAI, Anthropic, Mistral and Cohere name a part by its `type`. */
const typedMedia: ReadonlyMap<string, MediaReader> = new Map<string, MediaReader>([
  ['image_url', (part) => atUrl(part.image_url, 'image')],
  ['audio_url', (part) => atUrl(part.audio_url, 'audio')],
  ['video_url', (part) => atUrl(part.video_url, 'video')],
  ['document_url', (part) => atUrl(part.document_url, 'document')],
  ['input_image', (part) => atUrl(part.image_url, 'image') ?? fileOf(part, 'image')],
  ['input_audio', (part) => inputAudio(part.input_audio)],
  ['input_file', fileOrItsData],
  ['file', (part) => fileOrItsData(asObject(part.file) ?? part)],
  ['container_upload', (part) => fileOf(part, 'document')],
  ['image', (part) => atSource(asObject(part.source), 'image')],
  ['document', (part) => atSource(asObject(part.source), 'document')],
]);

/** Gemini and Bedrock name a part by its key; Gemini reads both spellings. */
const keyedMedia: readonly (readonly [string, MediaReader])[] = [
  ['inlineData', geminiBlob],
  ['inline_data', geminiBlob],
  ['fileData', geminiFile],
  ['file_data', geminiFile],
  ['image', (block) => bedrockMedia(block, 'image')],
  ['video', (block) => bedrockMedia(block, 'video')],
  ['audio', (block) => bedrockMedia(block, 'audio')],
  ['document', (block) => bedrockMedia(block, 'document')],
];

/** OpenAI wraps the address, Mistral need not. */
function atUrl(address: unknown, modality: Modality): Part | undefined {
  const url = asText(address) ?? asText(asObject(address)?.url);
  return url === undefined ? undefined : mediaAtUrl(url, modality);
}

function fileOf(part: JsonObject, modality: Modality): Part | undefined {
  const fileId = asText(part.file_id);
  return fileId === undefined ? undefined : filePart(fileId, modality);
}

/** OpenAI wraps the data; Mistral sends base64 or an address alone. */
function inputAudio(audio: unknown): Part | undefined {
  const text = asText(audio);
  if (text !== undefined)
    return /^\w+:/.test(text) ? mediaAtUrl(text, 'audio') : blobPart(text, 'audio', undefined);
  const { data, format } = asObject(audio) ?? {};
  return isFilled(data) ? blobPart(data, 'audio', mimeTypeOf('audio', format)) : undefined;
}

function fileOrItsData(file: JsonObject): Part | undefined {
  const data = asText(file.file_data);
  if (data?.startsWith('data:')) return mediaAtUrl(data, 'document');
  if (data !== undefined) return blobPart(data, 'document', undefined);
  return atUrl(file.file_url, 'document') ?? fileOf(file, 'document');
}

/** Anthropic's `source`: the data, its address, a file, or a document's plain text. */
function atSource(source: JsonObject | undefined, modality: Modality): Part | undefined {
  if (!source) return undefined;
  if (source.type === 'base64') return blobPart(source.data, modality, source.media_type);
  if (source.type === 'url') return atUrl(source.url, modality);
  if (source.type === 'file') return fileOf(source, modality);
  if (source.type === 'text') return textParts(source.data)[0];
  return undefined;
}

function geminiBlob(blob: JsonObject): Part {
  const mimeType = blob.mimeType ?? blob.mime_type;
  return blobPart(blob.data, modalityOf(mimeType) ?? 'document', mimeType);
}

function geminiFile(file: JsonObject): Part | undefined {
  const mimeType = file.mimeType ?? file.mime_type;
  const uri = asText(file.fileUri) ?? asText(file.file_uri);
  return uri === undefined ? undefined : mediaAtUrl(uri, modalityOf(mimeType) ?? 'document', mimeType);
}

function bedrockMedia(block: JsonObject, modality: Modality): Part | undefined {
  const source = asObject(block.source) ?? {};
  const mimeType = mimeTypeOf(modality, block.format);
  const uri = asText(asObject(source.s3Location)?.uri);
  if (uri !== undefined) return mediaAtUrl(uri, modality, mimeType);
  if (source.bytes !== undefined) return blobPart(source.bytes, modality, mimeType);
  if (source.text !== undefined) return textParts(source.text)[0];
  return isFilled(source.content) ? { type: modality, content: plainCopy(source.content) } : undefined;
}

/** A document's format is a file's ending, which does not always name a type. */
function mimeTypeOf(modality: Modality, format: unknown): string | undefined {
  const ending = asText(format);
  return ending === undefined || modality === 'document' ? undefined : `${modality}/${ending}`;
}
