import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment, until } from "../testing/start-environment.ts";
import { startForEachTest } from "../testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

/** Runs the script as the agent; returns what the runner said. */
async function run(script: string, code = 0): Promise<string> {
  environment.start(`set -e\n${script}`);
  expect(await environment.exited()).toEqual({ code, output: "" });
  return environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === "system" ? [body.text] : []))
    .join("\n");
}

const commit = (name: string) => `echo ${name} > ${name}.md; git add ${name}.md; git commit -qm "Add ${name}"`;
const collected = () => {
  const event = environment.bodies().findLast((body) => body.type === "collected");
  return event?.type === "collected" ? event : { beside: [], leftOut: [] };
};
const subjects = () => environment.git("log", "--format=%s", BRANCH);
const files = () => environment.git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", BRANCH);

test("a half-finished merge's files are taken as they are, and it is said", async () => {
  const said = await run(`
    git checkout -qb side; echo side > readme.md; git commit -qam Side
    git checkout -q ${BRANCH}; echo own > readme.md; git commit -qam Own
    git merge side || true
  `);
  expect(said).toContain("left a merge unfinished");
  expect(await subjects()).toBe("Take over left-over changes\nOwn\nBegin");
  expect(await environment.git("show", `${BRANCH}:readme.md`)).toContain("<<<<<<<");
});

test("a half-finished rebase is taken where it stands, and it is said", async () => {
  const said = await run(`
    git checkout -qb side; echo side > readme.md; git commit -qam Side
    git checkout -q ${BRANCH}; echo own > readme.md; git commit -qam Own
    git rebase -q side || true
  `);
  expect(said).toContain("left a rebase unfinished");
  expect(await subjects()).toBe("Take over left-over changes\nSide\nBegin");
});

test("a detached HEAD is pushed as the job's branch", async () => {
  await run(`git checkout -q --detach; ${commit("a")}`);
  expect(await subjects()).toBe("Add a\nBegin");
});

test("work on another branch is pushed as the job's branch", async () => {
  await run(`git checkout -qb mine; ${commit("a")}; echo left > left.md`);
  expect(await subjects()).toBe("Take over left-over changes\nAdd a\nBegin");
});

test("commits on the job's branch are kept when the agent ends at the starting commit", async () => {
  const said = await run(`${commit("a")}; git checkout -q --detach HEAD~1`);
  expect(said).toContain("left its branch for another commit");
  expect(await subjects()).toBe("Add a\nBegin");
});

test("a history that the agent rewrote is taken as it is, with what is left over on top", async () => {
  const said = await run(`echo a > a.md; git add a.md; git commit -q --amend -m Amended; echo b > b.md`);
  expect(said).toContain("rewrote the history");
  expect(await subjects()).toBe("Take over left-over changes\nAmended");
  expect(environment.ended()).toMatchObject({ outcome: "completed", headCommit: expect.any(String) });
});

test("a repository that the agent began anew is taken as it is", async () => {
  await run(`rm -rf .git; git init -q; git add -A; git commit -qm Anew`);
  expect(await subjects()).toBe("Anew");
  expect(await files()).toBe(".gitignore\nreadme.md");
});

test("a branch that was put back keeps its history, and its files are as the agent left them", async () => {
  await run(`${commit("a")}; git reset -q --soft HEAD~1`);
  expect(await subjects()).toBe("Take over left-over changes\nBegin");
  await environment.commitToMirror({ "more.md": "more" });
  await run("git reset -q --hard HEAD~1");
  expect(await files()).toBe(".gitignore\nreadme.md");
  expect(await subjects()).toMatch(/^Take over left-over changes\n.*\nBegin$/);
});

test("a deleted .git folder costs the history, not the files", async () => {
  const said = await run(`${commit("a")}; rm -rf .git; echo b > b.md`);
  expect(said).toContain("removed or broke the repository's history");
  expect(await subjects()).toBe("Take over left-over changes\nBegin");
  expect(await files()).toBe(".gitignore\na.md\nb.md\nreadme.md");
});

test("a deleted repository is said and is no result", async () => {
  const said = await run("cd /; rm -rf /workspace/repository");
  expect(said).toContain("removed the repository's folder");
  expect(environment.ended()).toMatchObject({ outcome: "completed", headCommit: null });
  expect(await environment.git("for-each-ref")).toBe("");
});

test("a broken index and left-over locks hold nothing back", async () => {
  await run(`${commit("a")}; echo b > b.md; echo junk > .git/index; : > .git/index.lock; : > .git/HEAD.lock`);
  expect(await subjects()).toBe("Take over left-over changes\nAdd a\nBegin");
  expect(await files()).toBe(".gitignore\na.md\nb.md\nreadme.md");
});

test("what the agent configured neither runs, nor hangs, nor redirects the push", async () => {
  await run(`
    git config core.fsmonitor "touch /home/agent/ran; sleep 1000"
    git config core.hooksPath /home/agent/hooks
    mkdir -p /home/agent/hooks
    printf '#!/bin/sh\\nexit 1\\n' | tee /home/agent/hooks/pre-push > /home/agent/hooks/pre-commit
    chmod +x /home/agent/hooks/*
    git config --global filter.slow.clean "touch /home/agent/ran; sleep 1000"
    git config --global url.http://127.0.0.1:1/.insteadOf http://127.0.0.1:8787/
    git config commit.gpgSign true
    echo '*.md filter=slow' > .gitattributes
    git remote set-url origin http://127.0.0.1:1/
    echo b > b.md
  `);
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
  expect(await files()).toBe(".gitattributes\n.gitignore\nb.md\nreadme.md");
});

test("a pipe in the place of a file that is read doesn't hold the runner", async () => {
  await run(`${commit("a")}; echo b > b.md; mkfifo .git/info/pipe; mv .git/info/pipe .git/info/exclude`);
  expect(await files()).toBe(".gitignore\na.md\nb.md\nreadme.md");
});

test("huge and special files are left out and named, unreadable ones and all others are taken", async () => {
  await run(`
    truncate -s 101M huge.bin
    echo secret > closed.md; chmod 000 closed.md
    mkfifo pipe
    rm readme.md; mkfifo readme.md
    echo b > b.md; printf c > "$(printf 'odd \\377 name')"; echo d > ':(top)d'; ln -s /etc/passwd link
  `);
  expect(collected().leftOut.join()).toContain("huge.bin (over 100 MiB)");
  const taken = (await files()).split("\n");
  expect(taken).toEqual(expect.arrayContaining([":(top)d", "b.md", "link", ".gitignore", "closed.md"]));
  expect(taken.some((name) => /huge|pipe/.test(name))).toBe(false);
  expect(taken.some((name) => name.includes("odd"))).toBe(true);
});

test("commits that the agent took back after a checkpoint are not in the result", async () => {
  environment.start(`set -e
    ${commit("a")}
    echo committed
    while ! [ -e /home/agent/go ]; do sleep 0.05; done
    git reset -q --hard HEAD~1
  `);
  await until(() => environment.bodies().some(({ type }) => type === "checkpoint"));
  await environment.letGo();
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  expect(environment.ended().headCommit).toBeNull();
  expect(await subjects()).toBe("Begin");
});
