import { type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH, SourcedEvent } from "@catalyst/core";
import { expect, test } from "vitest";
import { createWaitingEvents } from "./waiting-events.ts";

const log = (text: string, stream: "stdout" | "stderr" = "stdout"): ExecutionEventBody => ({
  type: "log",
  stream,
  text,
});
const checkpoint: ExecutionEventBody = { type: "checkpoint", commit: "a".repeat(40) };

function fill(...bodies: ExecutionEventBody[]) {
  const waiting = createWaitingEvents(() => new Date(0));
  for (const body of bodies) {
    waiting.add(body);
  }
  return waiting;
}

test("events are numbered from 1 without gaps, over batches and acknowledgements", () => {
  const waiting = fill(checkpoint, checkpoint, checkpoint);
  expect(waiting.takeBatch(2).map(({ sourceNumber }) => sourceNumber)).toEqual([1, 2]);
  expect(waiting.acknowledge(2)).toBe(true);
  waiting.add(checkpoint);
  expect(waiting.takeBatch().map(({ sourceNumber }) => sourceNumber)).toEqual([3, 4]);
});

test("what isn't acknowledged is in the next batch again, unchanged", () => {
  const waiting = fill(log("one"));
  const first = structuredClone(waiting.takeBatch());
  waiting.add(log("two"));
  expect(waiting.takeBatch()).toEqual([...first, expect.objectContaining({ sourceNumber: 2, body: log("two") })]);
  expect(waiting.acknowledge(0)).toBe(false);
});

test("waiting lines of one stream are one event, others stay apart in order", () => {
  const waiting = fill(log("a"), log("b"), log("c", "stderr"), log("d"), checkpoint, log("e"));
  expect(waiting.takeBatch().map(({ body }) => body)).toEqual([
    log("a\nb"),
    log("c", "stderr"),
    log("d"),
    checkpoint,
    log("e"),
  ]);
});

test("a batch holds about half a million characters at most, but always one event", () => {
  const waiting = fill(...Array.from({ length: 20 }, () => log("x".repeat(MAX_EVENT_TEXT_LENGTH))));
  expect(waiting.takeBatch().length).toBe(7);
  const escaped = fill(log("\u0001".repeat(MAX_EVENT_TEXT_LENGTH)), log("\u0001".repeat(MAX_EVENT_TEXT_LENGTH)));
  expect(escaped.takeBatch().length).toBe(1);
});

test("memory is given back when events are acknowledged", () => {
  const waiting = fill(log("a"), log("b"), checkpoint, log("c"));
  expect(waiting.characters()).toBeGreaterThan(100);
  waiting.acknowledge(3);
  expect([waiting.characters(), waiting.count()]).toEqual([0, 0]);
});

test("whatever an agent prints becomes an event that the gateway takes", () => {
  const waiting = fill(
    log("x".repeat(MAX_EVENT_TEXT_LENGTH + 1)),
    { type: "tool_call", callId: "c".repeat(300), tool: "t", summary: "" },
    { type: "status", status: "s".repeat(60), detail: null },
  );
  const batch = waiting.takeBatch();
  expect(batch.map((event) => SourcedEvent.safeParse(event).success)).toEqual([true, true, true]);
  expect(batch.map(({ sourceNumber }) => sourceNumber)).toEqual([1, 2, 3]);
  expect(batch[0]?.body).toMatchObject({ text: expect.stringMatching(/x \[cut\]$/) });
  expect(batch[1]?.body).toMatchObject({ type: "log", text: expect.stringContaining("tool_call") });
});

test("a refused event is replaced by a note under its number, once", () => {
  const waiting = fill(checkpoint, log("next"));
  waiting.takeBatch();
  expect(waiting.replaceFirst("no")).toBe(true);
  expect(waiting.takeBatch(1)).toMatchObject([{ sourceNumber: 1, body: { type: "log", stream: "system" } }]);
  expect(waiting.replaceFirst("no")).toBe(false);
});
