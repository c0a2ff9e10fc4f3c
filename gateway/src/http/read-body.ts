import type { Readable } from "node:stream";
import type { JsonScale } from "../json/weigh-json.ts";
import { inPace } from "../workers/pace.ts";
import { Refusal } from "./refusal.ts";

/** What keeping a piece takes beside its bytes. */
const PIECE_BYTES = 200;

export interface BodyLimits {
  maxBytes: number;
  /** Counts what is kept in memory; may refuse. */
  hold: { add(bytes: number): void };
  /** For a body that will be parsed as JSON. */
  scale?: JsonScale;
}

/**
 * Reads a whole body into memory of its own, which may be handed to a thread. Refuses with `too_large` beyond a limit without
 * reading on.
 */
export async function readBody(input: Readable, { maxBytes, hold, scale }: BodyLimits): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new Refusal("too_large", `The request's body is larger than ${maxBytes} bytes.`);
    }
    hold.add(chunk.length + PIECE_BYTES);
    if (scale !== undefined) {
      await inPace(() => scale.push(chunk));
    }
    chunks.push(chunk);
  }
  const body = Buffer.allocUnsafeSlow(length);
  let end = 0;
  for (const chunk of chunks) {
    end += chunk.copy(body, end);
  }
  return body;
}

/** The body as JSON. Refuses with `invalid_request` when it isn't any. */
export function parseJsonBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw new Refusal("invalid_request", "The request's body is not valid JSON.", { cause });
  }
}
