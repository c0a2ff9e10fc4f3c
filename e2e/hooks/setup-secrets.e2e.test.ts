import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

const CANARY = "canary-7f3c1b9e2d5a4068";
/** Looks wherever a process of the agent's stage can. The value is put together there, so that only finding it names it. */
const LOOK = `
echo "mine: \${PACKAGE_TOKEN-none}"
value=$(printf '%s%s' 7f3c1b9e 2d5a4068)
for place in /proc/*/environ; do
  if tr '\\0' '\\n' <"$place" 2>/dev/null | grep -qF "$value"; then echo "found in $place"; fi
done
grep -rlIF "$value" "$HOME" /workspace /tmp /run 2>/dev/null | sed 's/^/found in /'
echo "looked everywhere"
`;

test("a secret of the repository reaches its setup hook and nothing that an agent can read", async () => {
  const config = 'hooks:\n  setup: test -n "$PACKAGE_TOKEN" && echo it is $PACKAGE_TOKEN\nenv:\n  MODE: test\n';
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const path = ["--repo", repository.path];
  const added = await home.run(["secrets", "add", "PACKAGE_TOKEN", ...path], { stdin: CANARY });
  expect(added.exitCode, added.stdout + added.stderr).toBe(0);
  await repository.write({
    ".catalyst/config.yaml": config,
  });
  await repository.git("add", "--all");
  await repository.git("commit", "--quiet", "--message=Set up");
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    `echo "mode: $MODE"${LOOK}`,
    ...path,
    "--agent",
    "script",
  ]);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(stdout).toContain("setup: done");
  expect(stdout).toMatch(/┆ it is \[redacted\]\**\n/);
  expect(stdout).toContain("┆ mode: test");
  expect(stdout).toContain("┆ mine: none");
  expect(stdout).toContain("looked everywhere");
  expect(stdout).not.toContain("found in");
  expect(stdout + stderr).not.toContain(CANARY);
  const logs = await home.run(["tasks", "logs", "1", "--json"]);
  expect(logs.stdout).not.toContain(CANARY);
});

test("a result with a secret that setup left behind is held, also in another spelling", async () => {
  const repository = await createGitRepository({
    "a.txt": "one\n",
    ".gitignore": "left.txt\n",
    ".catalyst/config.yaml": 'hooks:\n  setup: printf %s "$REGISTRY_TOKEN" | base64 > left.txt\n',
  });
  const path = ["--repo", repository.path];
  await home.run(["secrets", "add", "REGISTRY_TOKEN", ...path], { stdin: CANARY });
  const script = "echo two > b.txt; cp left.txt notes.txt; git add --all; git commit --quiet --message=Notes";
  const { exitCode, stdout, stderr } = await home.run(["run", script, ...path, "--agent", "script"]);
  expect(exitCode, stdout + stderr).toBe(5);
  expect(stdout + stderr).toContain("secret: notes.txt: it holds a secret of this execution");
  expect(stdout + stderr).not.toContain(CANARY);
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
});
