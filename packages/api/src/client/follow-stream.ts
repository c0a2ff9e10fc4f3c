import { STREAM_END } from "../contract/stream.ts";
import { ApiError } from "./api-error.ts";
import { readProblem } from "./read-answer.ts";
import { type FilledFrame, type Frame, readFrames } from "./read-frames.ts";
import type { ApiResponse } from "./transport.ts";

const MIN_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 2000;
const PATIENCE_MILLISECONDS = 60_000;

/** Asks for the stream, what comes after this event where one is named. */
export type OpenStream = (lastEventId: string | null) => Promise<ApiResponse>;

/**
 * Every event of a stream once and in order, until the server says that nothing comes after. A connection that breaks is made
 * anew, and goes on where it was. Throws when no server has answered for a minute, or at once for a refusal.
 */
export async function* followStream(open: OpenStream, signal: AbortSignal | null): AsyncIterable<FilledFrame> {
  const progress: Progress = { last: null, answeredAt: Date.now(), pause: MIN_PAUSE_MILLISECONDS, isOver: false };
  while (!progress.isOver && !isAborted(signal)) {
    try {
      yield* readOnce(open, progress);
    } catch (error) {
      if (!isAborted(signal)) {
        checkPatience(error, progress);
      }
    }
    if (!progress.isOver && !isAborted(signal)) {
      await sleep(progress.pause, signal);
      progress.pause = Math.min(progress.pause * 2, MAX_PAUSE_MILLISECONDS);
    }
  }
}

interface Progress {
  /** The last event that was told. */
  last: string | null;
  answeredAt: number;
  /** Before the next connection, in milliseconds. */
  pause: number;
  isOver: boolean;
}

/** What one connection brings. */
async function* readOnce(open: OpenStream, progress: Progress): AsyncIterable<FilledFrame> {
  for await (const frame of readFrames((await accept(open, progress.last)).body)) {
    progress.answeredAt = Date.now();
    progress.pause = MIN_PAUSE_MILLISECONDS;
    if (frame.event === STREAM_END) {
      progress.isOver = true;
      return;
    }
    if (isLater(frame.id, progress.last)) {
      progress.last = frame.id;
      if (isFilled(frame)) {
        yield frame;
      }
    }
  }
}

/** An id counts what was told, of each thing that is followed. */
function isLater(id: string, last: string | null): boolean {
  const known = last?.split(".") ?? [];
  return last === null || id.split(".").some((number, index) => Number(number) > Number(known[index]));
}

function isFilled(frame: Frame): frame is FilledFrame {
  return frame.data !== null;
}

function checkPatience(error: unknown, { answeredAt }: Progress): void {
  if (isRefusal(error) || Date.now() - answeredAt > PATIENCE_MILLISECONDS) {
    throw error;
  }
}

function isAborted(signal: AbortSignal | null): boolean {
  return signal?.aborted === true;
}

async function accept(open: OpenStream, last: string | null): Promise<ApiResponse> {
  const response = await open(last);
  if (response.status !== 200) {
    throw await readProblem(response);
  }
  return response;
}

/** What asking again would only bring again. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status !== null && error.status < 500 && error.status !== 429;
}

function sleep(milliseconds: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done, { once: true });
  });
}
