import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome({ isNew: true });
});
afterAll(() => home.remove());

/** In the order in which they are shown. */
const SHOWN = [
  /ada opens issue #1 and puts the label "catalyst" on it/,
  /### ⏳/,
  /### ✅ Pull request #2 opened/,
  /Pull request #2, by catalyst\[bot\]/,
  /How it was verified\n\s+│\n\s+│ `node --test` passes/,
  /Closes #1/,
  /\+ {2}return subtotal - \(subtotal \* percent\) \/ 100;/,
  /ada reviews it, at price\.js:3/,
  /commit [0-9a-f]+, by catalyst\[bot\]/,
  /\+ {2}return subtotal - \(subtotal \* Math\.min\(percent, 100\)\) \/ 100;/,
  /Done in [0-9a-f]{40}\. A discount is 100 percent at most\./,
  /✓ From an issue to a commit that answers its review in \d+ s/,
];

test.each(["claude-code", "codex-cli"])(
  "from an issue to the commit that answers a review, the real %s and the scripted model need no account, and nothing of it stays",
  async (agent) => {
    const { exitCode, stdout, stderr } = await home.run(["demo", "--github", "--agent", agent]);
    expect(exitCode, stdout + stderr).toBe(0);
    const places = SHOWN.map((part) => stdout.search(part));
    expect(places, stdout).not.toContain(-1);
    expect(places, stdout).toEqual(places.toSorted((one, other) => one - other));
    await expect.poll(() => home.processes()).toEqual([]);
  },
);
