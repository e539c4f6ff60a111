import { describe, expect, it } from 'vitest';
import { inputMessagesIn } from './input-messages.ts';
import type { Part } from './message.ts';
import { png } from './messages.fixture.ts';

describe('what must not leave the process', () => {
  const partsOf = (content: unknown): readonly Part[] | undefined =>
    inputMessagesIn({ messages: [{ role: 'user', content }] }).messages[0]?.parts;

  it('keeps the size of an image pasted into a text, not the image', () => {
    expect(partsOf(`see ![cat](data:image/png;base64,${png})`)).toEqual([
      { type: 'text', content: 'see ![cat]([image/png, 300 bytes])' },
    ]);
  });

  it('keeps the size of data inside of tool arguments and unknown parts', () => {
    expect(partsOf([{ type: 'tool_use', id: 't', name: 'save', input: { file: png } }])).toEqual([
      { type: 'tool_call', id: 't', name: 'save', arguments: { file: '[300 bytes]' } },
    ]);
    expect(partsOf([{ type: 'hologram', rays: [{ raw: png }] }])).toEqual([
      { type: 'hologram', rays: [{ raw: '[300 bytes]' }] },
    ]);
  });

  it('takes passwords and signatures out of addresses', () => {
    const url = 'https://ann:secret@b.test/o.png?a=1&X-Amz-Signature=abc&sig=def';
    expect(partsOf([{ type: 'image_url', image_url: { url } }])).toEqual([
      {
        type: 'uri',
        modality: 'image',
        uri: 'https://REDACTED@b.test/o.png?a=1&X-Amz-Signature=REDACTED&sig=REDACTED',
      },
    ]);
  });

  it('holds no object of the app, which a redaction hook could change', () => {
    const input = { city: 'Oslo' };
    const [call] = partsOf([{ type: 'tool_use', id: 't', name: 'w', input }]) ?? [];
    expect(call).toHaveProperty('arguments', input);
    expect((call as { arguments: unknown }).arguments).not.toBe(input);
  });
});
