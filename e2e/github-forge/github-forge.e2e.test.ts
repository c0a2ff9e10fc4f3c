import { afterAll, beforeAll, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { addApp } from "./testing/add-app.ts";
import { serveTls, type TlsFront } from "./testing/serve-tls.ts";

/** A task on a private repository of a GitHub, whose App Catalyst acts by. */
let peer: Peer;
let front: TlsFront;
let home: TestHome;

beforeAll(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
      "acme/other": { isPrivate: true },
    },
    installations: { acme: { repositories: ["shop"] } },
  });
  front = await serveTls(peer.address);
  home = await createTestHome();
  await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
  await addApp(home.path, peer, front.host);
});

afterAll(async () => {
  await home.remove();
  await front.close();
  await peer.close();
});

function run(script: string, repository: string) {
  const url = `https://${front.host}/acme/${repository}`;
  return home.run(["run", script, "--repo", url, "--agent", "script", "--json"]);
}

test("what an agent did is pushed with a token of one step, and proposed by the App", async () => {
  const { exitCode, stdout, stderr } = await run("echo two >> a.txt; git commit -qam 'Add two'", "shop");
  expect(exitCode, stdout + stderr).toBe(0);
  const { task } = readRun(stdout);
  const { issues } = peer.repository("acme/shop");
  expect(issues).toMatchObject([
    { number: 1, state: "open", author: { login: "catalyst[bot]" }, pullRequest: { head: task.branch, base: "main" } },
  ]);
  expect(peer.pushes.map(({ actor, changes }) => [actor.login, changes.map(({ ref }) => ref)])).toEqual([
    ["catalyst[bot]", [`refs/heads/${task.branch}`]],
  ]);
  const shown = await home.run(["tasks", "show", String(task.number), "--json"]);
  const { result } = JSON.parse(shown.stdout).executions[0];
  expect(result.publication).toMatchObject({ kind: "pull_request", number: 1, branch: task.branch });
});

test("a repository where the App isn't installed is told to be unreadable, and nothing of it is shown", async () => {
  const { exitCode, stdout, stderr } = await run("true", "other");
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toContain("It isn't there, or it can't be read without a password.");
});
