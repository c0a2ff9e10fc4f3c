import { ApiError } from "./api-error.ts";

/** One of the server's events, as https://html.spec.whatwg.org/multipage/server-sent-events.html has it. */
export interface Frame {
  event: string;
  id: string;
  /** null: it only says where its stream is. */
  data: string | null;
}

export type FilledFrame = Frame & { data: string };

const MAX_FRAME_CHARACTERS = 4 * 1024 * 1024;

/** The frames of a stream. What stands at its end without an empty line after it is not whole, and left out. */
export async function* readFrames(body: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    if (rest.length > MAX_FRAME_CHARACTERS) {
      throw new ApiError("too_large", "The server's stream holds an event that is longer than any that is meant.");
    }
    for (const block of blocks) {
      const frame = readFrame(block);
      if (frame !== null) {
        yield frame;
      }
    }
  }
}

/** null for a comment, and for what only says how to reconnect. */
function readFrame(block: string): Frame | null {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) {
      fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ""));
    }
  }
  const [data, id] = [fields.get("data") ?? null, fields.get("id")];
  return data === null && id === undefined ? null : { data, event: fields.get("event") ?? "message", id: id ?? "" };
}
