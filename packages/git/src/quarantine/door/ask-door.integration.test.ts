import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { duplexPair } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askDoor, prepareDoor } from "./ask-door.ts";

let quarantinePath: string;
beforeEach(async () => {
  quarantinePath = await mkdtemp(join(tmpdir(), "catalyst-door-"));
});
afterEach(() => rm(quarantinePath, { recursive: true }));

/** What the door says, and the hook hears, when the hook says these pieces and then waits. */
async function visit(pieces: readonly string[], signal = new AbortController().signal) {
  const [hook, channel] = duplexPair();
  const answer = askDoor({ channel, order: { quarantinePath, patterns: [] }, signal });
  const heard = text(hook).catch(() => "");
  for (const piece of pieces) {
    hook.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { hook, answer, heard };
}

const FOLDERS = "objects\0other\0incoming\0";

test("what comes in pieces is one question, and a push of nothing is taken", async () => {
  prepareDoor();
  const { answer, heard } = await visit(["obj", "ects\0oth", "er\0incoming\0", "\0"]);
  expect(await answer).toEqual({ kind: "accepted" });
  expect(await heard).toBe("accepted\n");
});

test("what can't be read is refused with the reason, on one line", async () => {
  const { answer, heard } = await visit([FOLDERS, `${"0".repeat(40)} ${"1".repeat(40)} refs/heads/a\n\0`]);
  expect(await answer).toMatchObject({ kind: "refused" });
  expect(await heard).toMatch(/^refused [^\n]+\n$/);
});

test("without an answer nothing is taken", async () => {
  const stopped = AbortSignal.abort();
  const { answer, heard } = await visit([FOLDERS, "\0"], stopped);
  expect(await answer).toBeNull();
  expect(await heard).toMatch(/^unchecked /);
});

test("a git that ends without its hook asks nothing", async () => {
  const { hook, answer } = await visit([]);
  hook.end();
  expect(await answer).toBeNull();
});

test("what says more than a push may have is not heard to its end", async () => {
  const { answer } = await visit(Array(6).fill("x".repeat(1024 * 1024)));
  expect(await answer).toBeNull();
});
