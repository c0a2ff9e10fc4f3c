import { expect, test, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import { followStream } from "./follow-stream.ts";
import type { ApiResponse } from "./transport.ts";

async function* chunks(parts: string[], isBroken: boolean): AsyncIterable<Uint8Array> {
  for (const part of parts) {
    yield new TextEncoder().encode(part);
  }
  if (isBroken) {
    throw new Error("the connection broke");
  }
}

const answer = (parts: string[], { status = 200, isBroken = false } = {}): ApiResponse => ({
  status,
  contentType: status === 200 ? "text/event-stream" : "application/problem+json",
  body: chunks(parts, isBroken),
});

const frame = (id: number) => `id: ${id}\ndata: {"number":${id}}\n\n`;
const END = "event: end\ndata: {}\n\n";

async function collect(answers: (ApiResponse | Error)[]): Promise<{ ids: string[]; asked: (string | null)[] }> {
  const asked: (string | null)[] = [];
  const open = async (last: string | null) => {
    asked.push(last);
    const next = answers.shift();
    if (next === undefined || next instanceof Error) {
      throw next ?? new Error("nothing more was to be asked");
    }
    return next;
  };
  const ids: string[] = [];
  for await (const { id } of followStream(open, null)) {
    ids.push(id);
  }
  return { ids, asked };
}

test("a broken connection is made anew from the last event on, and what came twice is told once", async () => {
  const { ids, asked } = await collect([
    answer([frame(1), frame(2).slice(0, 9)], { isBroken: true }),
    new Error("nobody listens"),
    answer([frame(1), frame(2), frame(3)]),
    answer([END]),
  ]);
  expect(ids).toEqual(["1", "2", "3"]);
  expect(asked).toEqual([null, "1", "1", "3"]);
});

test("frames are read wherever the stream is cut, and comments are none", async () => {
  const whole = `retry: 1000\n\n:\n\n${frame(1)}:\n\n${frame(2)}${END}`;
  expect((await collect([answer([...whole])])).ids).toEqual(["1", "2"]);
});

test("a refusal is told at once", async () => {
  const problem = { type: "t", title: "t", status: 404, detail: "There is none.", code: "not_found", requestId: "r" };
  const refused = collect([answer([JSON.stringify(problem)], { status: 404 })]);
  await expect(refused).rejects.toMatchObject({ code: "not_found", message: "There is none.", problem });
  await expect(refused).rejects.toBeInstanceOf(ApiError);
});

test("who leaves isn't kept by the pause before the next connection", async () => {
  vi.useFakeTimers();
  try {
    const leaving = new AbortController();
    const open = () => {
      leaving.abort();
      return Promise.reject(new Error("the connection broke"));
    };
    let isOver = false;
    void followStream(open, leaving.signal)
      [Symbol.asyncIterator]()
      .next()
      .then(() => {
        isOver = true;
      });
    await vi.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
