import type { Readable } from "node:stream";
import { Refusal } from "./refusal.ts";

export interface BodyLimits {
  maxBytes: number;
  /** Counts what is kept in memory; may refuse. */
  hold: { add(bytes: number): void };
}

/** Reads a whole body. Refuses with `too_large` beyond the limit without reading on. */
export async function readBody(input: Readable, { maxBytes, hold }: BodyLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new Refusal("too_large", `The request's body is larger than ${maxBytes} bytes.`);
    }
    hold.add(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** The body as JSON. Refuses with `invalid_request` when it isn't any. */
export function parseJsonBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw new Refusal("invalid_request", "The request's body is not valid JSON.", { cause });
  }
}
