import { TextDecoder } from 'node:util';
import { decodeText, encodingOf } from '../../../../cli/input/text-encoding.js';

/** What a byte order mark, or the lack of one, is looked for in. */
const SAMPLE_BYTES = 65_536;

/** A list as text while it arrives: UTF-8, UTF-16 with or without its mark, or what old Windows programs write. */
export async function* textChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let sample: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    if (decoder) yield decoder.decode(chunk, { stream: true });
    else {
      sample = Buffer.concat([sample, chunk]);
      if (sample.length < SAMPLE_BYTES && !sample.includes(0x0a)) continue;
      decoder = new TextDecoder(encodingOf(sample));
      yield decoder.decode(sample, { stream: true });
    }
  }
  yield decoder ? decoder.decode() : decodeText(sample);
}
