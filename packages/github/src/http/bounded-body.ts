import type { Readable } from "node:stream";
import { UnreadableAnswer } from "./unreadable-answer.ts";

/** A page of 30 comments has 6 MiB where each is as long as GitHub takes them. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** The whole of an answer. Throws `UnreadableAnswer` for one that is longer, without having kept more. */
export async function readBoundedBody(body: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += (part as Buffer).length;
    if (length > MAX_ANSWER_BYTES) {
      body.destroy();
      throw new UnreadableAnswer(`it answered more than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`);
    }
    parts.push(part as Buffer);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
