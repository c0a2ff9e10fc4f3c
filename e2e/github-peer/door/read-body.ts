import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/** The body as JSON; undefined: none was sent. Throws a refusal for what is too long or isn't JSON. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new Refusal(413, "Payload Too Large");
    }
    chunks.push(chunk);
  }
  if (bytes === 0) {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}
