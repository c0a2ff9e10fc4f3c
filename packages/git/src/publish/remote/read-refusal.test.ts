import { expect, test } from "vitest";
import { readRefusal } from "./read-refusal.ts";

const REJECTED = "To https://github.com/acme/shop\n ! [remote rejected] abc -> catalyst/one";

test.each([
  [
    `remote: error: GH006: Protected branch update failed for refs/heads/catalyst/one.\nremote: error: Required linear history.\n${REJECTED} (protected branch hook declined)`,
    {
      ...{ kind: "refused", by: "rule" },
      words: "GH006: Protected branch update failed for refs/heads/catalyst/one: Required linear history",
    },
  ],
  [
    "remote: error: GH013: Repository rule violations found for refs/heads/catalyst/one.\nremote: - Commits must have verified signatures.",
    {
      ...{ kind: "refused", by: "rule" },
      words:
        "GH013: Repository rule violations found for refs/heads/catalyst/one: Commits must have verified signatures",
    },
  ],
  [
    "remote: error: GH013: Repository rule violations found for refs/heads/x.\nremote: - GITHUB PUSH PROTECTION\nremote:   - Push cannot contain secrets\nremote: \u001b[31m",
    { kind: "refused", by: "secret", words: "- Push cannot contain secrets" },
  ],
  [
    `${REJECTED} (refusing to allow a GitHub App to create or update workflow \`.github/workflows/ci.yml\` without \`workflows\` permission)`,
    {
      ...{ kind: "refused", by: "workflow" },
      words: expect.stringContaining("refusing to allow a GitHub App to create or update workflow"),
    },
  ],
  [
    `remote: error: GH001: Large files detected. You may want to try Git Large File Storage.\nremote: error: File big.bin is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB\n${REJECTED} (pre-receive hook declined)`,
    {
      ...{ kind: "refused", by: "rule" },
      words: expect.stringMatching(/^GH001: Large files detected.*: File big\.bin is 120\.00 MB; this exceeds/),
    },
  ],
  [" ! [rejected]        abc -> catalyst/one (stale info)", { kind: "moved" }],
  [" ! [rejected]        abc -> catalyst/one (non-fast-forward)", { kind: "moved" }],
  ["fatal: unable to access 'https://github.com/acme/shop/': The requested URL returned error: 503", null],
])("%s", (said, refusal) => {
  expect(readRefusal(said)).toEqual(refusal);
});

test("a refusal without end is read in part", () => {
  const refusal = readRefusal(`remote: error: GH006: ${"x\u202e".repeat(1_000_000)}`);
  expect(refusal?.kind === "refused" ? refusal.words.length : 0).toBe(200);
});

test("words that are made to be hard to read are read soon", () => {
  const before = process.threadCpuUsage();
  expect(readRefusal("refusing to allow ".repeat(60_000))).toBeNull();
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});
