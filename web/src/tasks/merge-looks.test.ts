import type { Event } from "@catalyst/api";
import { expect, test } from "vitest";
import { mergeLooks } from "./merge-looks.ts";

type Body = Event["body"];

const read = (summary: string): Body => ({ type: "tool_call", callId: "1", tool: "Read", summary });
const gave = (isError = false): Body => ({ type: "tool_result", callId: "1", isError, text: "…" });
const usage: Body = { type: "usage" };
const said: Body = { type: "message", role: "assistant", text: "Now" };

function kindsOf(bodies: Body[]): string[] {
  const eventAt = (number: number) => {
    const body = bodies[number - 1];
    return body === undefined ? undefined : ({ number, body } as Event);
  };
  return bodies.map((_, index) => {
    const merged = mergeLooks(index + 1, eventAt);
    if (merged.kind === "repeated") {
      return `${merged.times} times`;
    }
    return merged.kind === "first" ? `${merged.does} ${merged.what.join(" ")}` : merged.kind;
  });
}

test("looks of one kind that follow each other are told as one, with what they gave", () => {
  expect(kindsOf([read("a"), gave(), usage, read("b"), gave(), said, read("c"), gave()])).toEqual([
    ...["Read a b", "within", "alone", "within", "within"],
    ...["alone", "alone", "alone"],
  ]);
});

test("what failed stands for itself, and so does every other call", () => {
  const grep: Body = { type: "tool_call", callId: "2", tool: "grep", summary: "x" };
  const shell: Body = { type: "tool_call", callId: "3", tool: "Bash", summary: "ls" };
  expect(kindsOf([read("a"), gave(true), read("b"), gave()])).toEqual(Array(4).fill("alone"));
  expect(kindsOf([read("a"), grep, grep, gave(), shell, gave()])).toEqual([
    ...["alone", "Searched x x", "within", "within", "alone", "alone"],
  ]);
});

test("however many follow each other, each is told in one place", () => {
  const many = kindsOf(Array.from({ length: 230 }, (_, index) => read(`f${index}`)));
  const told = many.filter((kind) => kind.startsWith("Read")).flatMap((kind) => kind.split(" ").slice(1));
  expect(told).toEqual(Array.from({ length: 230 }, (_, index) => `f${index}`));
  expect(many.filter((kind) => kind === "alone")).toEqual([]);
});

test("what a provider answers again and again is told once with how often, and another answer for itself", () => {
  const error = (httpStatus: number): Body => ({
    type: "llm_error",
    provider: "anthropic",
    httpStatus,
    detail: "Away",
  });
  expect(kindsOf([error(502), usage, error(502), error(502), error(500), said, error(502)])).toEqual([
    ...["3 times", "alone", "within", "within"],
    ...["alone", "alone", "alone"],
  ]);
});
