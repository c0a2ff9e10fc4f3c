import type { IncomingMessage } from "node:http";
import { afterEach, expect, test } from "vitest";
import { askAgain } from "./ask-again.ts";
import type { Asker } from "./who-asks.ts";

const request = {} as IncomingMessage;
const now = () => new Date(0);
const held: { release(): void }[] = [];

function ofSession(id: string, endsAt: Date | null = null): Asker {
  const userId = "019a0000-0000-7000-8000-000000000001";
  return { actor: { kind: "person", userId }, right: { kind: "session", id, endsAt } };
}

function askBy(answers: (Asker | Error | null)[], asker = ofSession("s1"), everySeconds = 0.001) {
  let asked = 0;
  const whoAsks = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer ?? null;
  };
  const again = askAgain({ request, asker, whoAsks }, { everySeconds, now });
  held.push(again);
  return { ...again, count: () => asked };
}

afterEach(() => {
  for (const one of held.splice(0)) {
    one.release();
  }
});

test.each([null, ofSession("s2")])("what was somebody's ends when they are nobody, or another: %j", async (later) => {
  const { signal } = askBy([ofSession("s1"), ofSession("s1"), later]);
  await expect.poll(() => signal.aborted).toBe(true);
});

test("an outage ends nothing, and what is let go of is never asked again", async () => {
  const { signal, count, release } = askBy([new Error("gone"), ofSession("s1")]);
  await expect.poll(count).toBeGreaterThan(3);
  expect(signal.aborted).toBe(false);
  release();
  expect(signal.aborted).toBe(true);
});

test("it is asked when a right is to end, however long that is before the next look", async () => {
  const { signal } = askBy([null], ofSession("s1", now()), 3600);
  await expect.poll(() => signal.aborted).toBe(true);
});
