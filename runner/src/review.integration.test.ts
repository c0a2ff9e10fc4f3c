import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment } from "./testing/start-environment.ts";
import { startForEachTest } from "./testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

const AGENT = { id: "script", model: null, provider: null, purpose: "review" } as const;
const FINDING = { file: "readme.md", line: 1, severity: "low", text: "It is short." };
const REVIEW = JSON.stringify({ findings: [FINDING] });

async function run(script: string, changes: Parameters<TestEnvironment["start"]>[1] = {}): Promise<number | null> {
  environment.start(script, { agent: AGENT, ...changes });
  return (await environment.exited()).code;
}

test("what instructs agents is prepared as it is at the base, and the rest as the change has it", async () => {
  await environment.commitToMirror({ "Sub/agents.MD": "base\n", "rules/a.md": "base\n", "AGENTS[1].md": "base\n" });
  const { baseCommit } = environment;
  await environment.commitToMirror({
    ...{ "Sub/agents.MD": "head\n", "rules/a.md": "head\n", "rules/b.md": "head\n", "AGENTS[1].md": "head\n" },
    ...{ "x/rules/a.md": "head\n", "readme.md": "head\n" },
  });
  const instructionPaths = ["AGENTS.md", "/rules", "AGENTS[1].md", "absent.md"];
  const repository = { baseCommit: environment.baseCommit, branch: BRANCH, baseBranch: "main" };
  expect(
    await run("", { stage: "prepare", repository: { ...repository, reviewed: { baseCommit, instructionPaths } } }),
  ).toBe(0);
  const look = `git cat-file -e ${baseCommit} && tail -n +1 Sub/* rules/* AGENTS* x/rules/* readme.md`;
  expect(await run(look, { repository: { ...repository, setUpCommit: environment.baseCommit } })).toBe(0);
  const said = environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "stdout" ? [body.text] : []));
  expect(
    said
      .join("\n")
      .split(/\n*==> (.*) <==\n/)
      .slice(1),
  ).toEqual([
    ...["Sub/agents.MD", "base", "rules/a.md", "base", "AGENTS[1].md", "base"],
    ...["x/rules/a.md", "head", "readme.md", "head"],
  ]);
});

test("what instructs agents is as at the base also beyond the folders that are checked out", async () => {
  await environment.commitToMirror({ "in/AGENTS.md": "base\n", "out/AGENTS.md": "base\n", "out/x.txt": "base\n" });
  const reviewed = { baseCommit: environment.baseCommit, instructionPaths: ["AGENTS.md"] };
  await environment.commitToMirror({ "in/AGENTS.md": "head\n", "out/AGENTS.md": "head\n", "out/x.txt": "head\n" });
  const { baseCommit } = environment;
  const repository = { baseCommit, branch: BRANCH, baseBranch: "main", sparsePaths: ["in"] };
  expect(await run("", { stage: "prepare", repository: { ...repository, reviewed } })).toBe(0);
  expect(await run("cat in/AGENTS.md; ls out", { repository: { ...repository, setUpCommit: baseCommit } })).toBe(0);
  const said = environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "stdout" ? [body.text] : []));
  expect(said.join("\n")).toBe("base\nAGENTS.md");
});

test("a setup of the reviewed change leaves its reviewer nothing to go by but what it installed", async () => {
  await environment.commitToMirror({
    "lock.json": "base\n",
    "AGENTS.md": "base\n",
    ".gitignore": "made/\nCLAUDE.md\n",
  });
  const base = environment.baseCommit;
  await environment.commitToMirror({ "lock.json": "head\n" });
  const { baseCommit } = environment;
  const nested =
    "git init --quiet made/nested; mkdir made/nested/.claude; echo forged > made/nested/.claude/settings.json";
  const setup = [
    "touch ~/of-base; grep -q head lock.json || exit 0",
    "mkdir -p ~/.claude made; echo forged > ~/.claude/CLAUDE.md; echo forged >> ~/of-base; test -e ~/of-base; touch made/by-head",
    "echo forged > CLAUDE.md; echo forged > made/agents.md; echo forged > ../CLAUDE.md; echo forged > AGENTS.md",
    `${nested}; ln -s ~/of-base made/CLAUDE.md; git config diff.external true; echo '#!/bin/sh' > .git/hooks/post-checkout`,
    "mkdir -p made/shut/.claude made/dark; echo forged > made/shut/.claude/x; chmod -R a-w made/shut; chmod 0 made/dark",
    `odd=made/$(printf '\\377'); mkdir $odd; echo forged > $odd/CLAUDE.md`,
  ].join("\n");
  const hooks = { setup };
  const repository = { baseCommit: base, branch: BRANCH, baseBranch: "main" };
  expect(await run("", { stage: "prepare", hooks, repository })).toBe(0);
  const reviewed = { baseCommit: base, instructionPaths: ["AGENTS.md", "CLAUDE.md", ".claude"] };
  const begun = { ...repository, baseCommit, setUpCommit: base };
  expect(await run("", { stage: "prepare", hooks, repository: { ...begun, reviewed } })).toBe(0);
  const look = [
    "find .. ~ -ipath '*claude*' -o -iname 'agents.md' | sort; cat AGENTS.md ~/of-base; ls made; ls .git/hooks | grep -v sample",
    "git config diff.external",
  ].join("\n");
  expect(await run(`${look} || true`, { hooks, repository: { ...begun, setUpCommit: baseCommit } })).toBe(0);
  const said = environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "stdout" ? [body.text] : []));
  expect(said.join("\n").split("\n")).toEqual([
    "../repository/AGENTS.md",
    "base",
    "by-head",
    "dark",
    "nested",
    "shut",
    "\ufffd",
  ]);
});

test.each([
  ["a setup that fails", "exit 1"],
  ["a setup that passes", "true"],
])("%s can't reach what it is undone with", async (_what, end) => {
  await environment.commitToMirror({ "lock.json": "base\n" });
  const base = environment.baseCommit;
  await environment.commitToMirror({ "lock.json": "head\n" });
  const { baseCommit } = environment;
  const spoil =
    "find / -name lock.json -not -path '/proc/*' 2>/dev/null | while read path; do echo forged > $path; done";
  const hooks = { setup: `grep -q head lock.json || exit 0; ${spoil}; ${end}` };
  const repository = { baseCommit: base, branch: BRANCH, baseBranch: "main" };
  expect(await run("", { stage: "prepare", hooks, repository })).toBe(0);
  const begun = { ...repository, baseCommit, setUpCommit: base };
  expect(await run("", { stage: "prepare", hooks, repository: begun })).toBe(0);
  expect(await run("cat lock.json", { hooks, repository: { ...begun, setUpCommit: baseCommit } })).toBe(0);
  const said = environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "stdout" ? [body.text] : []));
  expect(said).toEqual(["head"]);
});

test("a review is read from its file and told with the agent's end, and nothing is pushed", async () => {
  expect(await run(`echo x > x; git add x; git commit -qm X; echo '${REVIEW}' > ~/review.json`)).toBe(0);
  expect(environment.ended()).toMatchObject({
    outcome: "completed",
    headCommit: null,
    review: { findings: [FINDING] },
  });
  expect(await environment.git("for-each-ref")).toBe("");
});

test("what a setup put in the review's place before the agent began is no review of the agent's", async () => {
  const hooks = { setup: `echo '${REVIEW}' > ~/review.json` };
  expect(await run("ls ~/review.json || true", { hooks })).toBe(0);
  expect(environment.ended().review).toBeUndefined();
});

test.each([
  ["a pipe", "mkfifo ~/review.json"],
  ["a link to what is the runner's", `ln -s /run/catalyst/own ~/review.json`],
  ["a link to something without end", "ln -s /dev/zero ~/review.json"],
  ["something without end", "yes | head -c 100000000 > ~/review.json"],
  ["nothing", "true"],
])("%s in the review's place is no review, and holds nothing up", async (_what, script) => {
  expect(await run(script)).toBe(0);
  expect(environment.ended().review).toBeUndefined();
});
