import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment } from "../testing/start-environment.ts";
import { startForEachTest } from "../testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

/** Runs the script as the agent in a repository with this hook; returns what the runner said. */
async function run(hook: string, script: string): Promise<string> {
  environment.start(
    `printf '#!/bin/sh\\n%s\\n' '${hook}' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit\n${script}`,
  );
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  return environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "system" ? [body.text] : []))
    .join("\n");
}

const REFUSE = 'echo "no TODO in $(git diff --cached --name-only | tr "\\n" " ")"; exit 3';

test("left-over changes that the hook refuses are in the result, and a person is told what it said", async () => {
  const said = await run(REFUSE, "echo TODO > a.md; echo changed >> readme.md; git commit -qam Mine || true");
  expect(said).toContain("pre-commit hook refuses what the agent left uncommitted (exit code 3)");
  expect(said).toMatch(/no TODO in a\.md readme\.md/);
  expect(await environment.git("ls-tree", "--name-only", BRANCH)).toBe(".gitignore\na.md\nreadme.md");
});

test("a hook that takes them is not told of", async () => {
  expect(await run("exit 0", "echo a > a.md")).not.toContain("pre-commit");
});

test("a hook has no say on what the agent committed", async () => {
  expect(await run(REFUSE, "git commit --no-verify -q --allow-empty -m Mine")).not.toContain("refuses");
});

test("it commits nothing, and what it changes of the files is not in the result", async () => {
  await run("echo formatted > a.md; git add a.md", "echo a > a.md");
  expect(await environment.git("show", `${BRANCH}:a.md`)).toBe("a");
  expect(await environment.git("log", "--format=%s", BRANCH)).toBe("Take over left-over changes\nBegin");
});
