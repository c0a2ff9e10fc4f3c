import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../../git-repository.ts";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsInstallation } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let local: GitRepository;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "stranger"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "src/sum.ts": "a + b\n", "a b.txt": "" } },
    },
    installations: { acme: {} },
  });
  local = await createGitRepository({});
});

afterEach(() => peer.close());

function remote(token: string): string {
  return `${peer.address.replace("://", `://x-access-token:${token}@`)}/acme/shop.git`;
}

async function mint(contents: "read" | "write"): Promise<string> {
  const { data } = await askAsApp(peer).request("POST /app/installations/{installation_id}/access_tokens", {
    installation_id: peer.installation("acme").id,
    permissions: { contents },
  });
  return data.token;
}

async function change(text: string): Promise<string> {
  await local.write({ "src/sum.ts": text });
  await local.git("add", "--all");
  await local.git("commit", "--quiet", "--message=Change the sum");
  return local.git("rev-parse", "HEAD");
}

test("git fetches with a reading token and pushes with a writing one; every push is noticed", async () => {
  await local.git("pull", "--quiet", remote(await mint("read")), "main");
  const first = await local.git("rev-parse", "HEAD");
  const commit = await change("a - b\n");
  await expect(local.git("push", remote(await mint("read")), "HEAD:refs/heads/work")).rejects.toThrow(/403/);
  await local.git("push", "--quiet", remote(await mint("write")), "HEAD:refs/heads/work");
  await local.git("push", "--quiet", remote(peer.person("ada").token), `+${first}:refs/heads/work`);
  await local.git("push", "--quiet", remote(peer.person("ada").token), ":refs/heads/work");
  await expect.poll(() => peer.pushes.length).toBe(3);
  const ref = "refs/heads/work";
  expect(peer.pushes.map(({ actor, changes }) => [actor.login, changes])).toEqual([
    ["catalyst[bot]", [{ ref, before: null, after: commit }]],
    ["ada", [{ ref, before: commit, after: first }]],
    ["ada", [{ ref, before: first, after: null }]],
  ]);
});

test("without a token git is asked for one, and who may not see the repository hears that it isn't there", async () => {
  const plain = `${peer.address}/acme/shop.git`;
  await expect(local.git("-c", "core.askPass=true", "fetch", plain)).rejects.toThrow(
    /Authentication failed|could not read/,
  );
  await expect(local.git("fetch", remote(peer.person("stranger").token))).rejects.toThrow(/not found/);
  await expect(local.git("fetch", remote("ghs_nobody"))).rejects.toThrow(/Authentication failed/);
});

test("commits and trees are what git has", async () => {
  const octokit = askAsInstallation(peer, "acme");
  const { data: ref } = await octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
    ...SHOP,
    ref: "heads/main",
  });
  const path = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
  const { data: commit } = await octokit.request(path, { ...SHOP, commit_sha: ref.object.sha });
  expect(commit).toMatchObject({ message: "Start", parents: [], verification: { verified: false } });
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
    ...SHOP,
    tree_sha: commit.tree.sha,
    recursive: "1",
  });
  expect(data.tree.map(({ path: name, type, mode }) => [name, type, mode])).toEqual([
    ["a b.txt", "blob", "100644"],
    ["src", "tree", "040000"],
    ["src/sum.ts", "blob", "100644"],
  ]);
});

test("a ref is made once, moved forwards only, and forced and deleted when that is asked for", async () => {
  const octokit = askAsInstallation(peer, "acme");
  await local.git("pull", "--quiet", remote(peer.person("ada").token), "main");
  const first = await local.git("rev-parse", "HEAD");
  const second = await change("a - b\n");
  await local.git("push", "--quiet", remote(peer.person("ada").token), "HEAD:refs/heads/work");
  const make = { ...SHOP, ref: "refs/heads/copy", sha: second };
  await octokit.request("POST /repos/{owner}/{repo}/git/refs", make);
  const twice = octokit.request("POST /repos/{owner}/{repo}/git/refs", make);
  await expect(twice).rejects.toMatchObject({ status: 422, message: expect.stringContaining("already exists") });
  const move = { ...SHOP, ref: "heads/copy", sha: first };
  const back = octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", move);
  await expect(back).rejects.toMatchObject({ status: 422, message: expect.stringContaining("not a fast forward") });
  await octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", { ...move, force: true });
  await octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...SHOP, ref: "heads/copy" });
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/branches", SHOP);
  expect(data.map(({ name, commit }) => [name, commit.sha])).toEqual([
    ["main", first],
    ["work", second],
  ]);
});
