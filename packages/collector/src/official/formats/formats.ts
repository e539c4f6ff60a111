import type { OfficialFormat } from '../../model/official.ts';
import { parseFeedDocument } from './feed.ts';
import { parseGoogleCloud } from './google-cloud.ts';
import { parseIncidentIo } from './incident-io.ts';
import type { ParseDocument } from './parsed.ts';
import { parseStatuspage } from './statuspage.ts';

interface Format {
  readonly parse: ParseDocument;
  readonly contentType: RegExp;
}

const json = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;
const xml = /^(?:application|text)\/(?:[\w.-]+\+)?xml *(?:;|$)/i;

/** How each format is read, and as what it has to come. */
export const formats: Readonly<Record<OfficialFormat, Format>> = {
  statuspage: { parse: parseStatuspage, contentType: json },
  incident_io: { parse: parseIncidentIo, contentType: json },
  google_cloud: { parse: parseGoogleCloud, contentType: json },
  feed: { parse: parseFeedDocument, contentType: xml },
};
