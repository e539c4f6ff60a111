/** A start or end tag, a comment, a section of character data, an instruction, or text without markup. */
const token =
  /<\/(?<end>[\w:-]+)\s*>|<(?<start>[\w:-]+)(?<attributes>(?:\s+[\w:-]+="(?:[^"<&]|&(?:amp|lt|gt|quot|apos|#\d+);)*")*)\s*(?<empty>\/?)>|<!\[CDATA\[(?<data>[\s\S]*?)\]\]>|<\?[\w-]+[^?]*\?>|(?<text>(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+);)+)/gy;

/** Texts of a document by the path of their element; throws where it is not well-formed (XML 1.0, section 2.1). */
export function readXml(xml: string): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  const open: string[] = [];
  token.lastIndex = 0;
  let at = 0;
  for (let match = token.exec(xml); match; match = token.exec(xml)) {
    at = token.lastIndex;
    const { start, end, empty, data, text } = match.groups ?? {};
    if (end !== undefined && open.pop() !== end) throw new Error(`unexpected </${end}> at ${at}`);
    if (start !== undefined && empty === '') open.push(start);
    const said = data ?? text?.trim() ?? '';
    if (said !== '') texts.set(open.join('/'), [...(texts.get(open.join('/')) ?? []), said]);
  }
  if (at !== xml.length) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 60)}`);
  if (open.length > 0) throw new Error(`not closed: ${open.join('/')}`);
  return texts;
}
