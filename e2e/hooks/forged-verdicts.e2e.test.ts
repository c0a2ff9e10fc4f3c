import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});

afterAll(() => home.remove());

/** Uses what an agent could reach for: programs, the home, ignored files, git and its settings. */
const VERIFY = `sh modules/check && test "$(cat ~/rule)" = strict && git diff --quiet HEAD && git status --short
    && node -e 'process.exit(require("fs").existsSync("bad") ? 1 : 0)'`;

async function createProject(): Promise<GitRepository> {
  return createGitRepository({
    ".catalyst/config.yaml": `hooks:
  setup: mkdir -p modules && echo 'test ! -e bad' > modules/check && echo strict > ~/rule
  verify: >-
    ${VERIFY}
  verifyAttempts: 0
  onVerifyFailure: hold
`,
    ".gitignore": "modules/\n.env\n",
  });
}

/** Leaves something wherever it may be found by what runs next, so that every program says `word`. */
const plant = (word: "true" | "false") => `
setsid sh -c 'trap "" HUP TERM; while :; do echo ${word} > modules/check; echo ${word} > ~/rule; sleep 0.1; done' > /dev/null 2>&1 &
mkdir -p ~/bin ~/.config/git ~/.local/bin .git/hooks
for name in sh test cat git node; do
  for folder in ~/bin ~/.local/bin; do printf '#!/bin/sh\\n${word}\\n' > $folder/$name; chmod +x $folder/$name; done
done
for file in .profile .bashrc .bash_profile .shrc .env .npmrc; do
  printf 'PATH=$HOME/bin:$PATH\\nsh() { ${word}; }\\nexec ${word}\\n' > ~/$file
done
printf '[core]\\n\\tfsmonitor = ${word}\\n\\thooksPath = /home/agent/bin\\n[diff]\\n\\texternal = ${word}\\n' | tee ~/.gitconfig > ~/.config/git/config
for hook in post-checkout post-merge reference-transaction fsmonitor-watchman; do cp ~/bin/sh .git/hooks/$hook; done
git config core.fsmonitor ${word}; git config filter.f.smudge ${word}; git config filter.f.clean ${word}
echo '* filter=f' > .git/info/attributes
echo ${word} > modules/check; echo lax > ~/rule; cp ~/bin/sh /tmp/sh; mkdir -p ../modules; echo ${word} > ../modules/check`;

/** Tells of a verdict with every token that is to be found. */
const REPORT = `
for value in $(env | grep -o 'Basic .*' | cut -d' ' -f2); do
  token=$(printf %s "$value" | base64 -d | cut -d: -f2)
  node -e '
    const hook = { type: "hook", name: "verify", phase: "ended", attempt: 1, exitCode: 0, cache: null, output: "", commit: null };
    const body = JSON.stringify({ events: [{ sourceNumber: 1, at: new Date(), body: hook }] });
    const headers = { authorization: "Bearer " + process.argv[1], "content-type": "application/json" };
    fetch("http://127.0.0.1:8787/events", { method: "POST", headers, body }).then((answer) => console.log("reported", answer.status));
  ' "$token"
done`;

async function run(script: string, repository: GitRepository) {
  const ended = await home.run(["run", script, "--repo", repository.path, "--agent", "script"]);
  return { exitCode: ended.exitCode, output: ended.stdout + ended.stderr };
}

const branches = (repository: GitRepository) => repository.git("branch", "--list", "catalyst/*");

test("nothing that an agent leaves or reports turns a failing verification into a pass", async () => {
  const repository = await createProject();
  const { exitCode, output } = await run(
    `echo x > bad; git add bad; git commit -qm Bad${REPORT}${plant("true")}`,
    repository,
  );
  expect(exitCode, output).toBe(1);
  expect(output).toMatch(/┆ reported 403/);
  expect(output).not.toMatch(/┆ reported 200/);
  expect(output).toContain("verify failed");
  expect(await branches(repository)).toBe("");
});

test("nor a passing one into a failure", async () => {
  const repository = await createProject();
  const { exitCode, output } = await run(
    `echo x > good; git add good; git commit -qm Good${plant("false")}`,
    repository,
  );
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/Verify\s+passed/);
  expect(await branches(repository)).toContain("catalyst/");
});

test("what the agent makes beside its commit isn't there, and what it makes in it is", async () => {
  const repository = await createProject();
  const { exitCode, output } = await run("rm -rf modules; echo test -e good > .env; echo x > good", repository);
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/Verify\s+passed/);
  expect(await repository.git("show", `${(await branches(repository)).trim()}:good`)).toBe("x");
});
