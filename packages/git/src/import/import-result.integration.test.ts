import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ImportOutcome } from "@catalyst/core";
import { execa } from "execa";
import { afterEach, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { quarantinePath } from "../paths.ts";
import { DEFAULT_RESULT_POLICY } from "../policy/default-policy.ts";
import { readSearch } from "../secret-search/search-record.ts";
import { BRANCH, describeImport, type PushedWork, startWork } from "../testing/pushed-work.ts";

/** Only looks like a token. */
const TOKEN = "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";

let work: PushedWork;
afterEach(() => work.remove());

/** Each finding as `rule: path`; fails for an outcome that has none. */
function found(outcome: ImportOutcome): string[] {
  if (outcome.kind !== "imported") {
    throw new Error(outcome.reason);
  }
  return outcome.findings.map(({ rule, path }) => `${rule}: ${path}`).toSorted();
}

async function importAfter(script: string, prepare?: string): Promise<ImportOutcome> {
  work = await startWork(prepare);
  await work.sh(script);
  return work.import();
}

async function show(outcome: ImportOutcome, ...args: string[]): Promise<string> {
  return (await execa("git", ["--git-dir", join(work.home, outcome.keptAt), ...args])).stdout;
}

test("what was pushed comes into a repository of its own, complete without quarantine and mirror", async () => {
  work = await startWork();
  await work.sh("echo two > b.txt; git add .; git commit -qm 'Add b'");
  const outcome = await work.importApart();
  expect(found(outcome)).toEqual([]);
  expect(outcome).toMatchObject({
    commits: [{ subject: "Add b" }],
    diffStat: { files: 1, insertions: 1, deletions: 0 },
  });
  await rm(quarantinePath(work.home, work.executionId), { recursive: true });
  await rm(join(work.home, "mirrors"), { recursive: true });
  expect(await show(outcome, "log", "--format=%s", "-p", BRANCH)).toContain("+two");
  expect(await show(outcome, "fsck", "--strict")).not.toContain("missing");
});

test("new commits are by Catalyst, whoever they claim to be by, and the same push becomes the same commits again", async () => {
  const outcome = await importAfter(`
    echo 2 > b; git add .
    GIT_AUTHOR_NAME='A Maintainer' GIT_COMMITTER_EMAIL=maintainer@example.org git commit -qm "Do it

As asked.

Co-authored-by: A Maintainer <maintainer@example.org>
Signed-off-by: A Maintainer <maintainer@example.org>"
    (git cat-file commit HEAD | sed '/^committer/a gpgsig x\\nx-note ${TOKEN}') > /tmp/commit.$$
    git reset -q --hard $(git hash-object -t commit -w --stdin < /tmp/commit.$$); rm /tmp/commit.$$
    git checkout -q -b other HEAD~1; echo 3 > c; git add .; git commit -qm Other; git checkout -q main; git merge -q --no-edit other`);
  const author = "Catalyst (script) <catalyst@localhost>, Catalyst <catalyst@localhost>";
  const log = await show(outcome, "log", "--format=%an <%ae>, %cn <%ce>", `${work.base}..${BRANCH}`);
  expect(log.split("\n")).toEqual([author, author, author]);
  expect(await show(outcome, "rev-parse", `${BRANCH}^{tree}`)).toBe(await work.sh("git rev-parse HEAD^{tree}"));
  expect((await show(outcome, "rev-list", "--parents", "-1", BRANCH)).split(" ")).toHaveLength(3);
  const raw = await show(outcome, "cat-file", "commit", `${BRANCH}^1`);
  expect(raw).toMatch(/committer .*\n\nDo it\n\nAs asked\.$/);
  expect(await work.import()).toEqual(outcome);
});

test("where a forge shows them, commits end with the lines that are ours, and close no issue", async () => {
  work = await startWork();
  await work.sh(`echo 2 > b; git add .; git commit -qm "Fixes #3

Closes acme/shop#4 and resolves https://forge.example/acme/shop/issues/5.

Catalyst-Task: 99
Co-authored-by: M <m@example.org>"`);
  const trailers = ["Co-authored-by: ada <7+ada@users.noreply.github.com>", "Catalyst-Task: 0a1b2c3d"];
  const outcome = await work.import({ trailers });
  expect((await show(outcome, "log", "-1", "--format=%B", BRANCH)).trimEnd()).toBe(
    [
      "Fixes issue #3",
      "",
      "Closes issue acme/shop#4 and resolves issue https://forge.example/acme/shop/issues/5.",
      "",
      ...trailers,
    ].join("\n"),
  );
  expect(await work.import({ trailers })).toEqual(outcome);
});

test("commits of people that the repository has keep their author, also when a merge brings them", async () => {
  work = await startWork();
  await execa(
    "/bin/bash",
    [
      "-euc",
      "git checkout -q -b people; mkdir .github; echo x > .github/x.yml; git add .; git -c user.name=P -c user.email=p@example.org commit -qm People; git checkout -q main",
    ],
    { cwd: work.source },
  );
  await gitRepositories({ home: work.home, privateHosts: [] }).refreshMirror(work.repo);
  await work.sh("git fetch -q; echo 2 > b; git add .; git commit -qm Own; git merge -q --no-edit origin/people");
  const outcome = await work.import();
  expect(await show(outcome, "log", "--format=%an", BRANCH)).toContain("P\n");
  // It is not in what the work began from, so somebody must look at it.
  expect(found(outcome)).toEqual(["protected_path: .github/x.yml"]);
  expect(found(await work.import({ baseBranch: "people" }))).toEqual([]);
});

test.each<[what: string, script: string, findings: string[]]>([
  [
    "what came and went again",
    `mkdir -p .github/workflows; echo x > .github/workflows/x.yml; echo 't = "${TOKEN}"' > c.py; git add .; git commit -qm A
     git rm -qr c.py .github; echo 2 > b; git add .; git commit -qm B`,
    ["protected_path: .github/workflows/x.yml", "secret: c.py"],
  ],
  [
    "a history of its own that a merge brings without its files",
    `git checkout -q --orphan o; git rm -qrf .; echo 't = "${TOKEN}"' > c.py; git add .; git commit -qm A
     git checkout -q main; git merge -q -s ours --allow-unrelated-histories --no-edit o`,
    ["secret: c.py"],
  ],
  [
    "a secret below a comment that switches a scanner off",
    `printf '# secretlint-disable\\nt = "${TOKEN}"\\n' > c.py; git add .; git commit -qm x`,
    ["secret: c.py"],
  ],
  [
    "a secret in a message that switches a scanner off",
    `git commit -q --allow-empty -m '# secretlint-disable' -m ${TOKEN}`,
    ["secret: null"],
  ],
  [
    "a secret after what looks like a patch",
    `printf 'x = 1\\rdiff --git \\nt = "${TOKEN}"\\n' > c.py; git add .; git commit -qm x`,
    ["hidden_characters: c.py", "secret: c.py"],
  ],
  ["a secret in a name", `echo > ${TOKEN}; git add .; git commit -qm x`, ["secret: null"]],
  [
    "a secret between zero bytes",
    `printf 't = "${TOKEN}"' | iconv -t utf-16le > c.txt; git add .; git commit -qm x`,
    ["secret: c.txt"],
  ],
  [
    "a secret far into a large file",
    `(head -c 4194290 /dev/zero | tr '\\0' a; printf ' ${TOKEN} ') > c.txt; git add .; git commit -qm x`,
    ["secret: c.txt"],
  ],
  [
    "a link that a second link leads out of the tree",
    `
     p=d; for i in $(seq 2 12); do p=$p/d; done; mkdir -p $p; u=$(printf '../%.0s' $(seq 12)); ln -s \${u%/} $p/l
     ln -s "$p/l/$(printf '../%.0s' $(seq 13))etc/passwd" README.link; git add .; git commit -qm x`,
    ["link_target: README.link"],
  ],
  [
    "absolute links, and those into git's folder",
    "ln -s /etc a; ln -s .git/hooks b; ln -s ../x c; ln -s c:/x d; ln -s '..\\..\\x' e; ln -s a.txt ok; git add .; git commit -qm x",
    ["link_target: a", "link_target: b", "link_target: c", "link_target: d", "link_target: e"],
  ],
  [
    "an embedded repository",
    "mkdir -p v/objects v/refs; echo 'ref: refs/heads/main' > v/HEAD; touch v/objects/.k v/refs/.k; echo > v/config; git add -f .; git commit -qm x",
    ["embedded_repository: v"],
  ],
  [
    "an embedded repository whose objects are elsewhere",
    "mkdir v; echo 'ref: refs/heads/main' > v/HEAD; echo ../w > v/commondir; git add -f .; git commit -qm x",
    ["embedded_repository: v"],
  ],
  [
    "a submodule",
    "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub; git commit -qm x",
    ["submodule: sub"],
  ],
  [
    "a name that isn't UTF-8",
    "printf x > \"$(printf 'caf\\351.txt')\"; git add .; git commit -qm x",
    ["file_name: caf\\xe9.txt"],
  ],
  ["names that differ in case alone", "echo > README; echo > readme; git add .; git commit -qm x", ["file_name: ."]],
  [
    "hidden characters by their properties",
    `node -e 'require("fs").writeFileSync("g.js","const {x,\\u3164}=q;\\u{E0101}")'; git add .; git commit -qm x`,
    ["hidden_characters: g.js"],
  ],
  [
    "hidden characters behind a zero byte",
    `printf '// \\0\\n(\\342\\200\\256 )' > g.js; git add .; git commit -qm x`,
    ["hidden_characters: g.js"],
  ],
  [
    "letters of two scripts in one name",
    `printf 'const sc\\320\\276pe = 1;' > g.js; git add .; git commit -qm x`,
    ["mixed_scripts: g.js"],
  ],
  [
    "a script that runs when the package is installed",
    `echo '{"scripts":{"postinstall":"x","test":"y"}}' > package.json; git add .; git commit -qm x`,
    ["lifecycle_script: package.json"],
  ],
  [
    "a script that runs when a package is installed, behind a megabyte of blanks",
    `{ printf '{"scripts":{"postinstall":"x"}'; head -c 1200000 /dev/zero | tr '\\0' ' '; echo '}'; } > package.json; git add .; git commit -qm x`,
    ["hidden_characters: package.json", "lifecycle_script: package.json"],
  ],
  [
    "a package.json that only a lenient reader understands",
    `echo '{"scripts":{"postinstall":"x"},}' > package.json; git add .; git commit -qm x`,
    ["lifecycle_script: package.json"],
  ],
  [
    "a script of composer's",
    `echo '{"scripts":{"post-install-cmd":"x","test":"y"}}' > composer.json; git add .; git commit -qm x`,
    ["lifecycle_script: composer.json"],
  ],
  [
    "what is hidden behind a mark of another encoding",
    `printf '\\377\\376\\n# \\342\\200\\256 x\\n' > a.sh; printf '\\377\\376\\nt="%s"\\n' '${TOKEN}' > b.sh; git add .; git commit -qm x`,
    ["hidden_characters: a.sh", "secret: b.sh"],
  ],
  [
    "what a terminal doesn't show, and a name that looks like another",
    `printf 'rm -rf x\\recho hello\n' > a.sh; echo 1 > "$(printf '\\321\\226ndex.js')"; git add .; git commit -qm x`,
    ["hidden_characters: a.sh", "mixed_scripts: іndex.js"],
  ],
  [
    "names of authors given by a file",
    "echo 'A <a@b> <catalyst@localhost>' > .mailmap; git add .; git commit -qm x",
    ["protected_path: .mailmap"],
  ],
  [
    "a message of a megabyte",
    "head -c 1000000 /dev/zero | tr '\\0' m | git commit -q --allow-empty -F -",
    ["message_size: null"],
  ],
  ["rewritten history", "git commit -q --amend --allow-empty -m Amended", ["unrelated_history: null"]],
])("the policy finds %s", async (_what, script, findings) => {
  expect(found(await importAfter(script))).toEqual(findings);
});

test("a commit with a parent where git sees none is not brought in: what it leads to wouldn't be checked", async () => {
  const outcome = await importAfter(`
    T=$(git rev-parse HEAD^{tree}); B=$(git rev-parse HEAD); Z=$(git commit-tree $T -p HEAD -m ${TOKEN})
    C=$(printf 'tree %s\\nparent %s\\nauthor A <a@b> 1 +0000\\ncommitter A <a@b> 1 +0000\\nparent %s\\n\\nC\\n' $T $B $Z |
      git hash-object --literally -t commit -w --stdin)
    git reset -q --hard $(git commit-tree $T -p $C -p $Z -m H)`);
  expect(outcome).toMatchObject({ kind: "unimportable", reason: expect.stringContaining("odd parent") });
});

test("protected places are found as links, in folders, with dots and by every role", async () => {
  work = await startWork();
  await work.sh(`
    mkdir -p t .github/workflows sub/.claude .a .qwen .githooks 'sub/.CARGO'
    echo '{}' | tee t/settings.json sub/.claude/settings.json .qwen/settings.json > .githooks/pre-commit
    for l in .claude .husky .devcontainer .cargo; do ln -s t $l; done
    for f in .github/workflows/.e.yml .a/AGENTS.md lefthook.yml .lfsconfig QWEN.md sub/.CARGO/config.toml sub/.npmrc .VSCode; do echo x > $f; done
    git add .; git commit -qm x`);
  const ofAgents = { role: "agents", path: ".claude" } as const;
  const protectedPaths = [...DEFAULT_RESULT_POLICY.protectedPaths, ofAgents];
  const paths = [
    ".VSCode .a/AGENTS.md .cargo .claude .devcontainer .githooks/pre-commit .github/workflows/.e.yml .husky .lfsconfig",
    ".qwen/settings.json QWEN.md lefthook.yml sub/.CARGO/config.toml sub/.claude/settings.json sub/.npmrc",
  ].flatMap((line) => line.split(" "));
  expect(found(await work.import({ policy: { ...DEFAULT_RESULT_POLICY, protectedPaths } }))).toEqual(
    paths.map((path) => `protected_path: ${path}`).toSorted(),
  );
});

test("whoever owns a protected place is told as the base has it, whatever the change says of that", async () => {
  const outcome = await importAfter(
    "echo '* @eve' > CODEOWNERS; echo x > AGENTS.md; mkdir sub; echo x > sub/.npmrc; git add .; git commit -qm x",
    "mkdir .github; printf '/AGENTS.md @ada @acme/core\\n/CODEOWNERS @bob\\n' > .github/CODEOWNERS",
  );
  const findings = outcome.kind === "imported" ? outcome.findings : [];
  expect(findings.map(({ path, owners }) => [path, owners]).toSorted()).toEqual([
    ["AGENTS.md", ["@ada", "@acme/core"]],
    ["CODEOWNERS", ["@bob"]],
    ["sub/.npmrc", undefined],
  ]);
});

test("what a protected link leads to is protected, too", async () => {
  const outcome = await importAfter(
    "echo 2 >> docs/rules.md; git commit -qam x",
    "mkdir docs; echo 1 > docs/rules.md; ln -s docs/rules.md AGENTS.md; ln -s AGENTS.md CLAUDE.md",
  );
  expect(found(outcome)).toEqual(["protected_path: docs/rules.md"]);
});

test.each([
  ["random bytes", "head -c 3000000 /dev/urandom > r.bin"],
  [
    "emoji",
    "printf '\\360\\237\\247\\221\\342\\200\\215\\360\\237\\222\\273 \\342\\235\\244\\357\\270\\217 1\\357\\270\\217\\342\\203\\243\\n' > README.md",
  ],
  [
    "Persian",
    "printf '\\331\\205\\333\\214\\342\\200\\214\\330\\256\\331\\210\\330\\247\\331\\207\\331\\205\\n' > README.md",
  ],
  [
    "ordinary files",
    'echo \'{"scripts":{"test":"node --test"}}\' > package.json; echo > Makefile; mkdir src; echo > src/github.js; echo > .gitignore',
  ],
])("%s are no finding", async (_what, script) => {
  expect(found(await importAfter(`${script}; git add .; git commit -qm x`))).toEqual([]);
});

test("a moved file with an old token adds none, and a new token beside it does", async () => {
  const prepare = `echo 't = "${TOKEN}"' > old.py`;
  expect(
    found(
      await importAfter(
        "mkdir lib; git mv old.py lib/new.py; echo '# moved' >> lib/new.py; git commit -qam x",
        prepare,
      ),
    ),
  ).toEqual([]);
  await work.sh(`echo 'u = "${TOKEN.toLowerCase().replace("ghp", "ghp")}"' >> lib/new.py; git commit -qam y`);
  expect(found(await work.import())).toEqual(["secret: lib/new.py"]);
});

const BLEMISH = `echo 1 > a.txt; git add .
  blob=$(git rev-parse :a.txt)
  sub=$(printf "100644 blob $blob\\ta.txt\\n" | git mktree)
  tree=$( (printf '100644 a.txt\\0'; printf $blob | xxd -r -p; printf '040000 d\\0'; printf $sub | xxd -r -p) | git hash-object -t tree -w --stdin --literally)
  git reset -q --hard $(git commit-tree $tree -m Old)`;

test("a blemish that the history has is no finding, a new one is", async () => {
  expect(found(await importAfter("echo 2 >> a.txt; git commit -qam x", `${BLEMISH}; echo 0 > c`))).toEqual([]);
  await work.sh(`${BLEMISH.replace("echo 1", "echo 3").replaceAll("-m Old", "-m New -p HEAD")}`);
  expect(found(await work.import())).toEqual(["malformed_object: null"]);
});

test("what was found in a search for the execution's secrets is named: files, names in folders, commits", async () => {
  work = await startWork();
  await work.sh("mkdir d; echo 2 > d/b; git add .; git commit -qm x");
  const names = ["HEAD", "HEAD^{tree}", "HEAD:d", "HEAD:d/b"];
  const secretObjects = await Promise.all(names.map((name) => work.sh(`git rev-parse ${name}`)));
  const outcome = await work.import({ secretObjects });
  expect(found(outcome)).toEqual(["secret: .", "secret: d", "secret: d/b", "secret: null"]);
  const path = join(work.home, outcome.keptAt);
  expect(await readSearch(path, await show(outcome, "rev-parse", BRANCH))).toEqual(
    new Set([await show(outcome, "rev-parse", BRANCH), ...secretObjects.slice(1)]),
  );
});

test("a result that nobody searched for the execution's secrets is held", async () => {
  await importAfter("echo 2 > b; git add .; git commit -qm x");
  await rm(join(quarantinePath(work.home, work.executionId), "secret-search"), { recursive: true });
  expect(
    found(await gitRepositories({ home: work.home, privateHosts: [] }).importResult(describeImport(work))),
  ).toEqual(["unsearched: null"]);
});

/** Folders of ten names each, one in the other: 10^levels paths out of as many trees as levels. */
const bombOf = (levels: number) => `
  t=$(echo x | git hash-object -w --stdin); k='100644 blob'
  for l in $(seq ${levels}); do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf "$k $t\\tn$i\\n"; done | git mktree); k='040000 tree'; done
  git reset -q --soft $(echo bomb | git commit-tree $t -p HEAD)`;

test.each([
  ["a million paths out of a few folders", bombOf(6), "it changes more than 200000 names"],
  [
    "folders within folders without end",
    `t=$(git rev-parse HEAD^{tree}); for i in $(seq 600); do t=$(printf "040000 tree $t\\td\\n" | git mktree); done
     git reset -q --soft $(echo deep | git commit-tree $t -p HEAD)`,
    "it holds folders in more than 500 levels",
  ],
  [
    "one large file under forty names",
    `f=$(head -c 110000000 /dev/zero | git hash-object -w --stdin)
     t=$(for i in $(seq 40); do printf "100644 blob $f\\tz$i\\n"; done | git mktree); git reset -q --soft $(echo z | git commit-tree $t -p HEAD)`,
    "it holds a file of 110000000 bytes, and 104857600 are allowed",
  ],
])("%s can't be brought in, and the quarantine is what is kept", async (_what, script, reason) => {
  work = await startWork();
  await work.sh(script);
  expect(await work.importApart()).toEqual({
    kind: "unimportable",
    reason: expect.stringContaining(reason),
    keptAt: `quarantine/${work.executionId}.git`,
  });
});

test("ten thousand paths are brought in and too many files for the policy", async () => {
  const outcome = await importAfter(bombOf(4));
  expect(found(outcome)).toEqual(["too_many_files: null"]);
  expect(outcome).toMatchObject({ diffStat: { files: 10_001 } });
});

test("megabytes of messages are brought in, and too long for the policy", async () => {
  const outcome = await importAfter(`
    head -c 1000000 /dev/zero | tr '\\0' m > .git/message
    c=$(git rev-parse HEAD); for i in $(seq 30); do c=$( (echo "$i"; cat .git/message) | git commit-tree HEAD^{tree} -p $c); done
    git reset -q --soft $c`);
  expect(found(outcome)).toEqual(["message_size: null"]);
  expect(outcome.kind === "imported" && outcome.commits.length).toBe(30);
});

test("work on a shallow repository is brought in, and can be fetched", async () => {
  work = await startWork("echo 1 > a.txt", { isShallow: true });
  await work.sh("echo 2 > b; git add .; git commit -qm x");
  const outcome = await work.import();
  expect(found(outcome)).toEqual([]);
  expect(await show(outcome, "log", "--format=%s", BRANCH)).toBe("x\nBegin");
});

test("an object that can't be read is told as such", async () => {
  await importAfter("echo 2 > b; git add .; git commit -qm x");
  const quarantine = quarantinePath(work.home, work.executionId);
  await work.sh(`
    t=$(printf '100644 a' | git --git-dir ${quarantine} hash-object -t tree -w --stdin --literally)
    c=$(printf "tree $t\\nparent ${work.base}\\nauthor A <a@b> 1 +0000\\ncommitter A <a@b> 1 +0000\\n\\nx" | git --git-dir ${quarantine} hash-object -t commit -w --stdin --literally)
    git --git-dir ${quarantine} update-ref refs/heads/${BRANCH} $c`);
  const outcome = await gitRepositories({ home: work.home, privateHosts: [] }).importResult(describeImport(work));
  expect(outcome).toMatchObject({
    kind: "unimportable",
    reason: expect.stringContaining("tree"),
    keptAt: `quarantine/${work.executionId}.git`,
  });
});
