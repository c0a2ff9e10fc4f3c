import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { emptyResult } from "../../result/empty-result.ts";
import type { TaskResult, Verification } from "../../task/task.ts";
import { type ProposedWork, writePullRequest } from "./write-pull-request.ts";

const VERIFIED: Verification = {
  isPassed: true,
  attempts: 2,
  exitCode: 0,
  output: "ok",
  commit: null,
  command: "npm test",
};

function write(more: Partial<ProposedWork> = {}, result: Partial<TaskResult> = {}) {
  const words = { summary: "It adds again.", verification: VERIFIED, review: null };
  const task: ProposedWork["task"] = {
    ...{ id: randomUUID(), number: 812, sourceType: "github_issue", sourceNumber: 3, baseBranch: "main" },
    contextPayload: { title: "Mend the sum", body: "", instruction: "", prDiff: null },
  };
  return writePullRequest({
    ...{ task, repo: { url: "https://forge.example/acme/shop", defaultBranch: "main" } },
    result: { ...emptyResult(words), ...result },
    ...{ isDraft: false, isFirst: true, agent: { id: "codex-cli", model: "gpt-5" }, baseCommit: "b".repeat(40) },
    ...{ requester: { kind: "system" }, template: null, dco: "none", isSignedOff: false },
    ...{ effort: { milliseconds: 372_000, usd: 0.414, blockedHosts: [] }, merged: [], ...more },
  });
}

/** Words by which a forge would close something. */
const CLOSING = /(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?)\W{1,10}#\d/gi;

test("what was done, how it was verified, and which task it is of stand in it, and one line closes the issue", () => {
  const { title, body } = write();
  expect(title).toBe("Mend the sum");
  expect(body).toMatch(/^It adds again\.[\s\S]*`npm test` passes at attempt 2[\s\S]*by `codex-cli` \(`gpt-5`\)/);
  expect(body.match(CLOSING)).toEqual(["Closes #3"]);
});

test("what it took stands in it, and which hosts it wasn't let reach", () => {
  expect(write().body).toContain("- It took 6 min, $0.41");
  expect(write().body).not.toContain("Not reached");
  const blockedHosts = ["evil.example", ...Array.from({ length: 11 }, (_, index) => `npm-${index}.example:8443`)];
  const { body } = write({ effort: { milliseconds: 1, usd: null, blockedHosts } });
  expect(body).toContain("- It took 1 s\n");
  expect(body).toMatch(
    /Not reached, as the project doesn't allow it: `evil\.example`, .*`npm-8\.example:8443` and 2 more/,
  );
});

test("an agent's own closing words, mentions, images and HTML are none", () => {
  const summary = "Fixes #9, closes acme/shop#10 for @everyone. ![x](https://evil.example/?k) <img src=x> <!-- hi -->";
  const { body } = write({}, { summary });
  expect(body.match(CLOSING)).toEqual(["Closes #3"]);
  expect(body).not.toMatch(/@\w|!\[|<img|<!--|https:\/\/evil/);
});

test.each<[string, Partial<ProposedWork>, Partial<TaskResult>]>([
  ["is a draft", { isDraft: true }, {}],
  ["isn't all of it", {}, { leftOut: ["huge.bin"] }],
  ["fails its verification", {}, { verification: { ...VERIFIED, isPassed: false, exitCode: 1 } }],
  ["is onto another branch than the default one", { repo: { url: "https://f.example/a/b", defaultBranch: "dev" } }, {}],
])("what %s is a part of its issue, and doesn't close it", (_why, more, result) => {
  const { body } = write(more, result);
  expect(body.match(CLOSING)).toBeNull();
  expect(body.match(/Part of #3/g)).toHaveLength(1);
});

test("a task that is of no issue names none", () => {
  const of = { number: 7, sourceType: "prompt", sourceNumber: null, baseBranch: "main" } as const;
  const { body } = write({
    task: { ...of, id: randomUUID(), contextPayload: { title: "x", body: "", instruction: "", prDiff: null } },
  });
  expect(body).not.toMatch(/#\d/);
});

test("a template keeps its headings and gets what it asks for, and our part tells it no second time", () => {
  const template = "## Checklist\n- [ ] read\n\n## What and why\n\n<!-- Fill in -->\n\n## How was this tested?\n";
  const { body, template: filled = "" } = write({ template });
  expect(filled).toBe(
    [
      "## Checklist\n- [ ] read\n\n## What and why\n\nIt adds again.\n\n<!-- Fill in -->\n\n## How was this tested?\n\n",
      "`npm test` passes at attempt 2.\n\n<details><summary>The end of its output</summary>\n\n```text\nok\n```\n\n</details>",
    ].join(""),
  );
  expect(body).not.toContain("It adds again.");
  expect(write({ template, isFirst: false }).body).toContain("It adds again.");
});

test("a heading in a template's code is none, and a template without headings is kept as it is", () => {
  expect(write({ template: "```\n# What\n```\nThanks." }).template).toBe("```\n# What\n```\nThanks.");
});

test("who asked from the forge is named, and nobody else", () => {
  const ada = { kind: "forge_account", userId: randomUUID(), forge: "github", accountId: "7", login: "ada" } as const;
  const requester = { ...ada, projectId: randomUUID(), permission: "write" } as const;
  expect(write({ requester }).requester).toBe("ada");
  expect(write({ requester: { kind: "person", userId: randomUUID() } })).not.toHaveProperty("requester");
});

test.each([
  ["  Mend\n the\tsum ", "Mend the sum"],
  ["", "Changes"],
  ["Fixes #12", "F\u200bixes #12"],
  ["Ask @ada", "Ask @\u200bada"],
  ["word ".repeat(40), `${"word ".repeat(14).trim()}…`],
])("the title %j becomes %j", (title, expected) => {
  const of = { id: randomUUID(), number: 7, sourceType: "prompt", sourceNumber: null, baseBranch: "main" } as const;
  expect(write({ task: { ...of, contextPayload: { title, body: "", instruction: "", prDiff: null } } }).title).toBe(
    expected,
  );
});

test("a text without end stays bounded", () => {
  const template = `# What\n# Test\n${"x".repeat(1_000_000)}`;
  const verification = { ...VERIFIED, output: "`\n".repeat(200_000) };
  const made = write({ template }, { summary: "@ada ".repeat(200_000), verification });
  expect(made.body.length + (made.template ?? "").length).toBeLessThan(65_000);
});

test("that nobody signs off what the project wants signed off by whoever asked is told to the reviewer", () => {
  expect(write().body).not.toContain("Signed off");
  expect(write({ dco: "bot" }).body).not.toContain("Signed off");
  expect(write({ dco: "requester", isSignedOff: true }).body).not.toContain("Signed off");
  expect(write({ dco: "requester" }).body).toMatch(/### For the reviewer\n\n- Signed off by nobody: .*DCO.* fails/);
});
