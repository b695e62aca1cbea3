/** Bytes that are appended to; doubling keeps a reply that drips in byte by byte from costing its square. */
interface GrowingBytes {
  readonly append: (chunk: Uint8Array) => void;
  /** What is held, without a copy: valid until the next append. */
  readonly view: () => Uint8Array;
  readonly length: number;
}

export function growingBytes(): GrowingBytes {
  let held = new Uint8Array(1024);
  let length = 0;
  return {
    append(chunk) {
      if (length + chunk.length > held.length) {
        const larger = new Uint8Array(Math.max(held.length * 2, length + chunk.length));
        larger.set(held.subarray(0, length));
        held = larger;
      }
      held.set(chunk, length);
      length += chunk.length;
    },
    view: () => held.subarray(0, length),
    get length() {
      return length;
    },
  };
}
