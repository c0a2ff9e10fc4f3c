import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../../git-repository.ts";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 1 };
let peer: Peer;
let local: GitRepository;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "stranger"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { roles: { ada: "write" }, files: { "src/sum.ts": "a\nb\nc\n", "old name.txt": "1\n2\n3\n" } },
    },
    installations: { acme: {} },
  });
  local = await createGitRepository({});
  await local.git("pull", "--quiet", remote(), "main");
  await push("work", { "src/sum.ts": "a\nB\nc\n", "new.txt": "n\n" });
});

afterEach(() => peer.close());

function remote(): string {
  return `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/shop.git`;
}

async function push(branch: string, files: Record<string, string>): Promise<string> {
  await local.write(files);
  await local.git("add", "--all");
  await local.git("commit", "--quiet", "--message=Change");
  const before = peer.pushes.length;
  await local.git("push", "--quiet", remote(), `HEAD:refs/heads/${branch}`);
  await expect.poll(() => peer.pushes.length).toBe(before + 1);
  return local.git("rev-parse", "HEAD");
}

async function propose(more: { head?: string; base?: string; draft?: boolean } = {}) {
  const wish = { ...SHOP, title: "Mend the sum", head: "work", base: "main", ...more };
  return (await askAsInstallation(peer, "acme").request("POST /repos/{owner}/{repo}/pulls", wish)).data;
}

test("a pull request is an issue too, counts what git counts, and is found by its head", async () => {
  const made = await propose({ draft: true });
  expect(made).toMatchObject({
    ...{ number: 1, draft: true, additions: 2, deletions: 1, changed_files: 2, commits: 1, mergeable: true },
    user: { login: "catalyst[bot]" },
  });
  const app = askAsInstallation(peer, "acme");
  const list = async (filter: object) =>
    (await app.request("GET /repos/{owner}/{repo}/pulls", { ...SHOP, ...filter })).data.map(({ number }) => number);
  expect(await list({ head: "acme:work" })).toEqual([1]);
  expect(await list({ head: "acme:other", state: "all" })).toEqual([]);
  const issue = await app.request("GET /repos/{owner}/{repo}/issues/{issue_number}", { ...SHOP, issue_number: 1 });
  expect(issue.data).toMatchObject({ pull_request: { url: made.url }, html_url: made.html_url });
});

test("a second one of the same branches, one without commits and one of a branch that isn't there are refused", async () => {
  await propose();
  const second = propose({ head: "acme:work" });
  await expect(second).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("already exists for acme:work"),
  });
  await askAsPerson(peer, "ada").request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...PULL,
    state: "closed",
  });
  expect((await propose()).number).toBe(2);
  const same = propose({ head: "main" });
  await expect(same).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("No commits between main and main"),
  });
  await expect(propose({ base: "gone" })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("base"),
  });
  await expect(propose({ head: "stranger:work" })).rejects.toMatchObject({ status: 422 });
});

test("files and diff are git's own", async () => {
  await local.git("mv", "old name.txt", "new name.txt");
  await push("work", {});
  await propose();
  const app = askAsInstallation(peer, "acme");
  const { data } = await app.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", PULL);
  expect(data.map(({ filename, status, patch, previous_filename: old }) => [filename, status, patch, old])).toEqual([
    ["new name.txt", "renamed", undefined, "old name.txt"],
    ["new.txt", "added", "@@ -0,0 +1 @@\n+n", undefined],
    ["src/sum.ts", "modified", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c", undefined],
  ]);
  const asText = (format: string) =>
    app.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...PULL, mediaType: { format } });
  expect((await asText("diff")).data).toContain("diff --git a/src/sum.ts b/src/sum.ts");
  expect((await asText("patch")).data).toContain("Subject: [PATCH 1/2] Change");
});

test("a diff of more than 20,000 lines is refused, as GitHub does", async () => {
  await push("work", { "long.txt": "line\n".repeat(20_001) });
  await propose();
  const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const asked = askAsInstallation(peer, "acme").request(path, { ...PULL, mediaType: { format: "diff" } });
  await expect(asked).rejects.toMatchObject({ status: 406 });
});

test("a push moves the pull request, a conflict is seen, and a deleted branch closes it", async () => {
  await propose();
  const show = async () =>
    (await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/pulls/{pull_number}", PULL)).data;
  const head = await push("work", { "src/sum.ts": "a\nBB\nc\n" });
  expect(await show()).toMatchObject({ head: { sha: head }, commits: 2, mergeable: true });
  await local.git("checkout", "--quiet", "--detach", "HEAD~2");
  await push("main", { "src/sum.ts": "a\nother\nc\n" });
  expect(await show()).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  await local.git("push", "--quiet", remote(), ":refs/heads/work");
  await expect.poll(async () => (await show()).state).toBe("closed");
});
