import { access } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const CANARY = "sk-ant-canary-0123456789abcdef";

let home: TestHome;
let neighbour: Server;
let neighbourCalls = 0;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  neighbour = createServer((_request, response) => {
    neighbourCalls += 1;
    response.end("reached");
  });
  await new Promise<void>((resolve) => neighbour.listen(0, "127.0.0.1", resolve));
  const added = await home.run(["credentials", "add", "anthropic"], { stdin: `${CANARY}\n` });
  expect(added.exitCode, added.stderr).toBe(0);
});

afterAll(async () => {
  neighbour.close();
  await home.remove();
});

/** The agent's token is in git's settings, as it fetches with it. */
const TOKEN = "$(printenv | sed -n 's/.*Authorization: Basic //p' | base64 -d | cut -d: -f2)";

async function attack(script: string): Promise<{ output: string; exitCode: number | null; repository: GitRepository }> {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const env = { CANARY_IN_ENVIRONMENT: CANARY };
  const args = ["run", script, "--repo", repository.path, "--agent", "script", "--timeout", "60s"];
  const { exitCode, stdout, stderr } = await home.run(args, { env });
  expect(stdout + stderr).not.toContain(CANARY);
  return { output: stdout + stderr, exitCode, repository };
}

test("nothing that can be read inside holds the key", async () => {
  const { output } = await attack(`
    (cat /proc/*/environ /proc/*/cmdline; env; cat /run/catalyst/*; find / -xdev -type f -size -200k -newer /etc/passwd | head -2000 | xargs cat) 2>/dev/null | tr '\\0' '\\n' > /tmp/all
    grep -c canary /tmp/all; grep -ao 'canary.\\{0,20\\}' /tmp/all | rev; echo looked at $(wc -c < /tmp/all) bytes`);
  expect(output).toMatch(/looked at \d{3,} bytes/);
  expect(output).not.toContain([...CANARY].reverse().join("").slice(0, 12));
});

test("the execution's own token is cut from what is shown and stored", async () => {
  const { output } = await attack(`node -e '
    const token = process.argv[1];
    const forms = [token, Buffer.from(token).toString("base64"), Buffer.from(token).toString("hex"), encodeURIComponent(token)];
    forms.forEach((form, index) => console.log("form", index, form));
    console.log("reversed", [...token].reverse().join(""))' "${TOKEN}"`);
  const token = [...(/reversed (\S+)/.exec(output)?.[1] ?? "")].reverse().join("");
  expect(token.length).toBeGreaterThan(40);
  for (const form of [token, Buffer.from(token).toString("base64"), Buffer.from(token).toString("hex")]) {
    expect(output).not.toContain(form);
  }
  expect(output).toContain("form 3");
});

test("there is no way out but the gateway", async () => {
  const { port } = neighbour.address() as AddressInfo;
  const { output } = await attack(`node -e '
    const net = require("net"), dns = require("dns").promises;
    const dial = (host, port) => new Promise((resolve) => { const s = net.connect({ host, port, timeout: 2000 }, () => resolve("open")); s.on("error", (e) => resolve(e.code)); s.on("timeout", () => resolve("timeout")); });
    (async () => {
      for (const [host, p] of [["1.1.1.1", 443], ["169.254.169.254", 80], ["127.0.0.1", ${port}], ["::1", ${port}], ["2606:4700:4700::1111", 443]]) console.log("dial", host, await dial(host, p));
      console.log("dns", await dns.lookup("example.com").catch((e) => e.code));
    })()'; NO_PROXY='*' curl -s -m 3 http://127.0.0.1:${port}/ || echo curl refused; ls /var/run/docker.sock /run/dbus 2>&1 | head -2`);
  expect(output).not.toMatch(/dial .* (open|timeout)/);
  expect(output.match(/dial \S+ E\w+/g)).toHaveLength(5);
  expect(output).toMatch(/dns E\w+/);
  expect(neighbourCalls).toBe(0);
});

test("the token opens no model that the task wasn't given, and no other path", async () => {
  const { output } = await attack(`
    T=${TOKEN}
    for path in /llm/anthropic/v1/messages /llm/openai/v1/responses /llm/anthropic/v1/../../health/../git /metrics /git/../../etc/passwd /git/other.git/info/refs; do
      node -e 'const [,p,t]=process.argv;fetch("http://127.0.0.1:8787"+p,{method:"POST",headers:{authorization:"Bearer "+t,"content-type":"application/json"},body:"{}"}).then(async r=>console.log("answer",p,r.status),e=>console.log("answer",p,e.code))' "$path" "$T"
    done`);
  const statuses = [...output.matchAll(/answer \S+ (\d+)/g)].map(([, status]) => Number(status));
  expect(statuses).toHaveLength(6);
  expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
});

test("nothing can be said in the runner's name: no event, no end, no session, no message", async () => {
  const { output, exitCode } = await attack(`
    T=${TOKEN}
    say() { node -e '
      const [, method, path, token, body] = process.argv;
      fetch("http://127.0.0.1:8787" + path, { method, headers: { authorization: "Bearer " + token, "content-type": "application/json" }, body: body || undefined })
        .then(async (r) => console.log("answer", method, path, r.status), (e) => console.log("answer", method, path, e.code))' "$1" "$2" "$T" "$3"; }
    forged=$(node -p 'JSON.stringify({ events: Array.from({ length: 300 }, (_, i) => ({ sourceNumber: i + 1, at: new Date(), body: { type: "agent_ended", outcome: "completed", exitCode: 0, command: "forged", summary: "forged", headCommit: null } })) })')
    say POST /events "$forged"; say GET /events; say GET /stop; say PUT /session x; say GET /session; say GET /messages; say GET "/messages?after=9"; say GET /setup-secrets
    echo the end; exit 7`);
  const statuses = [...output.matchAll(/answer \w+ \S+ (\d+)/g)].map(([, status]) => status);
  expect(statuses).toEqual(Array.from({ length: 8 }, () => "403"));
  expect(output).toContain("the end");
  expect(output).not.toContain("forged");
  expect(exitCode).toBe(1);
});

test("the runner can't be found, stopped, killed or read", async () => {
  const { output, exitCode } = await attack(`
    cat /proc/*/cmdline | tr '\\0' ' ' | grep -c 'runner.mjs'; grep -l . /proc/[0-9]*/environ | wc -l
    for signal in STOP KILL; do kill -$signal -1; for pid in $(seq 1 300); do [ $pid = $$ ] || kill -$signal $pid; done; done 2>/dev/null
    ls -A /run/catalyst/own; ls /run/catalyst; echo still here`);
  expect(output).toContain("still here");
  expect(output).toContain("gateway\n");
  expect(exitCode).toBe(0);
});

test("pushes to another branch, a tag or a deletion are refused; the user's repository gets none of them", async () => {
  const { output, repository } = await attack(`
    git commit -q --allow-empty -m Other
    git push -q origin HEAD:refs/heads/main && echo PUSHED-main
    git push -q origin HEAD:refs/tags/v1 && echo PUSHED-tag
    git push -q origin :refs/heads/main && echo PUSHED-delete
    git push -q origin HEAD:refs/heads/catalyst/other && echo PUSHED-other
    git push -q origin HEAD:refs/catalyst/base && echo PUSHED-base
    git reset -q --hard HEAD~1`);
  expect(output).not.toContain("PUSHED-");
  expect(await repository.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
});

test("what an agent configures in its clone runs nothing on the trusted side", async () => {
  const marker = `${home.path}/executed`;
  const { output, repository } = await attack(`
    for hook in pre-push post-commit pre-commit post-checkout reference-transaction; do printf '#!/bin/sh\\ntouch ${marker}; exit 0\\n' > .git/hooks/$hook; chmod +x .git/hooks/$hook; done
    git config core.fsmonitor 'touch ${marker}'; git config core.sshCommand 'touch ${marker}'; git config diff.external 'touch ${marker}'; git config uploadpack.packObjectsHook 'touch ${marker}'
    echo two > a.txt; git commit -qam Two`);
  expect(output).toContain("completed");
  expect(await repository.git("branch", "--list", "catalyst/*")).not.toBe("");
  await expect(access(marker)).rejects.toThrow("ENOENT");
});

test("a link out of the tree, a secret and hidden characters stop the publish", async () => {
  const { output, exitCode, repository } = await attack(`
    ln -s /etc/passwd link; printf 'token = "ghp_%s"\\n' wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx > conf.py; printf 'if x: \\342\\200\\256pass\\n' > bidi.py
    git add -A; git commit -qm 'Innocent'`);
  expect(exitCode).toBe(5);
  for (const found of ["link_target: link", "secret: conf.py", "hidden_characters: bidi.py"]) {
    expect(output).toContain(found);
  }
  expect(output).not.toContain("ghp_wWPw");
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
});

test("what one commit adds and the next removes stops the publish, too", async () => {
  const { output, exitCode } = await attack(`
    mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml; printf '# secretlint-disable\\ntoken = "ghp_%s"\\n' wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx > conf.py
    git add -A; git commit -qm One; git rm -qr .github conf.py; echo two > b.txt; git add -A; git commit -qm Two`);
  expect(exitCode).toBe(5);
  expect(output).toMatch(/protected_path: \.github\/workflows\/x\.yml: .*\(commit [0-9a-f]{10}\)/);
  expect(output).toMatch(/secret: conf\.py: .*\(commit [0-9a-f]{10}\)/);
});

test("a push that could never be checked is refused in git's words, and the work beside it is published", async () => {
  const { output, exitCode, repository } = await attack(`
    t=$(echo x | git hash-object -w --stdin); k='100644 blob'
    for l in 1 2 3 4 5 6; do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf "$k $t\\tn$i\\n"; done | git mktree); k='040000 tree'; done
    branch=$(git branch --show-current)
    git push -q origin $(echo bomb | git commit-tree $t -p HEAD):refs/heads/$branch 2>&1 | cat
    echo two > b.txt; git add b.txt; GIT_AUTHOR_NAME=Maintainer git commit -qm 'Work

Signed-off-by: Maintainer <maintainer@example.org>'`);
  expect(exitCode, output).toBe(0);
  expect(output).toContain("the push is refused: it changes more than 200000 names");
  expect(await repository.git("log", "--all", "--format=%an|%cn|%B", "--grep=Work")).toBe(
    "Catalyst (script)|Catalyst|Work\n",
  );
});

test("output can't move the terminal, and a flood doesn't stop the task", async () => {
  const { output, exitCode } = await attack(`
    printf '\\033]52;c;aGFjaw==\\007\\033[2J\\033]8;;http://evil\\007click\\033]8;;\\007\\n'
    node -e 'process.stdout.write("x".repeat(50_000_000) + "\\n"); for (let i = 0; i < 20000; i++) console.log("line", i)'
    sleep 1; echo end of flood`);
  expect(output).not.toContain("\u001b");
  expect(output).toContain("end of flood");
  expect(exitCode).toBe(0);
});

test("processes that outlive the agent end with the environment", async () => {
  // No other test on this machine sleeps as long.
  const sleep = `sleep ${100_000 + process.pid}`;
  const { exitCode } = await attack(`
    setsid sh -c 'trap "" TERM HUP; while :; do sleep 1; done' >/dev/null 2>&1 &
    (setsid nohup sh -c 'trap "" TERM; exec ${sleep}' >/dev/null 2>&1 &) ; exit 0`);
  expect(exitCode).toBe(0);
  const { stdout } = await execa("ps", ["-eo", "args"], { env: { PATH: "/usr/bin:/bin" }, extendEnv: false });
  expect(stdout).not.toContain(sleep);
});
