import type { Writable } from "node:stream";
import type { Frame } from "./live-source.ts";

/** What is written at once: fewer, larger writes are less work, and what a client doesn't take is held for it no more than this. */
const MAX_AT_ONCE_CHARACTERS = 64 * 1024;

/** Somebody who follows. */
export interface Viewer {
  response: Writable & { writeHead(status: number, headers: Record<string, string>): unknown };
  /** It left, or is to. */
  signal: AbortSignal;
  stallSeconds: number;
  heartbeatSeconds: number;
}

/** Which of the things that a viewer follows frames are of. */
export interface FramesOf {
  /** Its index among them. */
  at: number;
  /** What was written of each. */
  positions: number[];
  label: string | null;
}

/** Writes frames, as fast as the viewer takes them. Each has an id by which its client goes on after it with all that it follows. */
export async function writeFrames(frames: readonly Frame[], of: FramesOf, viewer: Viewer): Promise<void> {
  let text = "";
  for (const { number, json } of frames) {
    of.positions[of.at] = number;
    text += `id: ${of.positions.join(".")}\ndata: ${of.label === null ? json : withTopic(of.label, json)}\n\n`;
    if (text.length >= MAX_AT_ONCE_CHARACTERS) {
      await write(text, viewer);
      text = "";
    }
  }
  if (text !== "") {
    await write(text, viewer);
  }
}

/** The item is JSON already: to make it once is enough for all who follow it, whatever they call it. */
function withTopic(label: string, json: string): string {
  return `{"topic":${JSON.stringify(label)},"item":${json}}`;
}

async function write(text: string, { response, signal, stallSeconds }: Viewer): Promise<void> {
  if (signal.aborted || response.write(text)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off("drain", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    // Its end is told by the signal.
    const timer = setTimeout(() => response.destroy(), stallSeconds * 1000);
    response.once("drain", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
