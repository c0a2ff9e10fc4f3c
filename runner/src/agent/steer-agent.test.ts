import { PassThrough } from "node:stream";
import type { Steering } from "@catalyst/agents";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AgentInput, type Message, steerAgent } from "./steer-agent.ts";

const steering: Steering = {
  encode: (text) => `${text}\n`,
  reply: (line) => (line === "MAY I" ? "no\n" : null),
  endsTurn: (line) => line === "END",
};

let stdin: PassThrough;
let waiting: Message[];
let asked: number[];
let isDown: boolean;
let input: AgentInput;

beforeEach(() => {
  vi.useFakeTimers();
  stdin = new PassThrough();
  waiting = [];
  asked = [];
  isDown = false;
  const takeMessages = async (afterNumber: number) => {
    if (isDown) {
      throw new Error("the gateway is away");
    }
    asked.push(afterNumber);
    return waiting.filter(({ number }) => number > afterNumber);
  };
  input = steerAgent(stdin, { first: "first\n", steering, takeMessages });
});
afterEach(() => {
  vi.useRealTimers();
});

const written = () => (stdin.read() as Buffer | null)?.toString() ?? "";

test("a message that comes while the agent works is given to it once, and told of at once", async () => {
  expect(written()).toBe("first\n");
  waiting = [{ number: 1, text: "one" }];
  await vi.advanceTimersByTimeAsync(2000);
  expect(written()).toBe("one\n");
  await vi.advanceTimersByTimeAsync(6000);
  expect(written()).toBe("");
  expect(asked.slice(0, 2)).toEqual([0, 1]);
  expect(new Set(asked.slice(2))).toEqual(new Set([1]));
});

test("the end of a turn ends the input, unless a message waits", async () => {
  waiting = [{ number: 1, text: "one" }];
  input.noteLine("END");
  await vi.advanceTimersByTimeAsync(0);
  expect([written(), stdin.writableEnded]).toEqual(["first\none\n", false]);
  input.noteLine("something");
  input.noteLine("END");
  await vi.advanceTimersByTimeAsync(0);
  expect(stdin.writableEnded).toBe(true);
  const count = asked.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBe(count);
});

test("a line that asks for something is replied to at once, unless the input has ended", async () => {
  input.noteLine("MAY I");
  input.noteLine("something");
  expect(written()).toBe("first\nno\n");
  input.noteLine("END");
  await vi.advanceTimersByTimeAsync(0);
  input.noteLine("MAY I");
  expect(written()).toBe("");
});

test("a gateway that is away keeps no agent from ending, and what was given is told of later", async () => {
  waiting = [{ number: 1, text: "one" }];
  const takeOnce = vi.advanceTimersByTimeAsync(2000);
  await takeOnce;
  asked = [];
  waiting = [];
  isDown = true;
  input.noteLine("END");
  await vi.advanceTimersByTimeAsync(0);
  expect(stdin.writableEnded).toBe(true);
  isDown = false;
  await input.stop();
  expect(asked).toEqual([]);
});

test("what was given before the gateway went away is told of at the agent's end", async () => {
  waiting = [
    { number: 1, text: "one" },
    { number: 2, text: "two" },
  ];
  const push = stdin.write.bind(stdin);
  stdin.write = ((chunk: string) => {
    isDown = chunk === "two\n";
    return push(chunk);
  }) as typeof stdin.write;
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual([0]);
  isDown = false;
  await input.stop();
  expect(asked).toEqual([0, 2]);
});

test("an agent that is gone is given nothing more: its messages wait for the next turn", async () => {
  stdin.destroy();
  waiting = [{ number: 1, text: "one" }];
  await vi.advanceTimersByTimeAsync(2000);
  await input.stop();
  expect(asked).toEqual([]);
});

test("an agent that takes no messages gets its prompt, and nobody is asked", async () => {
  await input.stop();
  const plain = new PassThrough();
  const takeMessages = vi.fn();
  const alone = steerAgent(plain, { first: "prompt", steering: undefined, takeMessages });
  alone.noteLine("END");
  await vi.advanceTimersByTimeAsync(10_000);
  await alone.stop();
  expect(String(plain.read())).toBe("prompt");
  expect(plain.writableEnded).toBe(true);
  expect(takeMessages).not.toHaveBeenCalled();
});
