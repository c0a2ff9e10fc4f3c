import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MadeBranch, Repo, RepositoryPort } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { serveTls, type TlsFront } from "./testing/serve-tls.ts";

/** Branches that are made and moved in a repository elsewhere, where others may have been first. */
const BRANCH = "catalyst/1234-work";
let peer: Peer;
let front: TlsFront;
let home: string;
let local: GitRepository;
let repo: Repo;
let repositories: RepositoryPort;
let base: string;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } } },
  });
  front = await serveTls(peer.address);
  home = await mkdtemp(join(tmpdir(), "catalyst-push-"));
  local = await createGitRepository({});
  await local.git("pull", "--quiet", remote(), "main");
  base = await local.git("rev-parse", "HEAD");
  repositories = open(peer.person("ada").token);
  const url = `https://${front.host}/acme/shop`;
  const ids = { id: randomUUID(), projectId: randomUUID() };
  repo = { ...ids, vcs: "https", url, name: "shop", defaultBranch: "main", createdAt: new Date() };
});

afterEach(async () => {
  await front.close();
  await peer.close();
  await rm(home, { recursive: true, force: true });
});

function remote(): string {
  return `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/shop.git`;
}

function open(password: string | null): RepositoryPort {
  return gitRepositories({
    ...{ home, privateHosts: ["localhost"], authorityFile: front.authorityFile },
    withAuthorisation: (_wish, work) => work(password === null ? null : { username: "x-access-token", password }),
  });
}

/** One more commit of the result, from where the last one was. */
async function commit(name: string): Promise<string> {
  await local.write({ [name]: `${name}\n` });
  await local.git("add", "--all");
  await local.git("commit", "--quiet", `--message=${name}`);
  return local.git("rev-parse", "HEAD");
}

interface More {
  previousCommit?: string | null;
  ownCommits?: string[];
  isLinear?: boolean;
  mayMerge?: boolean;
  /** What the result has beside its commits. */
  also?: string[];
}

/** Publishes the commit as an execution's checked result. */
async function publish(headCommit: string, { also = [], ...more }: More = {}): Promise<MadeBranch> {
  const executionId = randomUUID();
  const result = join(home, "results", `${executionId}.git`);
  await local.git("init", "--quiet", "--bare", result);
  const beside = also.map((one) => `${one}:refs/catalyst/${one}`);
  await local.git("push", "--quiet", result, `${headCommit}:refs/heads/${BRANCH}`, ...beside);
  const input = { repo, executionId, branch: BRANCH, headCommit, baseCommit: base, previousCommit: null };
  return repositories.publishBranch({ ...input, ownCommits: [], ...more });
}

const branchAt = async () => (await local.git("ls-remote", remote(), `refs/heads/${BRANCH}`)).split("\t")[0];
const asAda = (...args: string[]) => local.git("push", "--quiet", ...args);

test("a branch is made once, and moved on from where the task left it", async () => {
  const first = await commit("b.txt");
  expect([await publish(first), await publish(first)]).toEqual([{ kind: "published" }, { kind: "published" }]);
  const second = await commit("c.txt");
  expect(await publish(second, { previousCommit: first })).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(second);
  expect(peer.pushes).toHaveLength(2);
});

test("a branch that people went on from is as good", async () => {
  const first = await commit("b.txt");
  await publish(first);
  const theirs = await commit("theirs.txt");
  await asAda(remote(), `${theirs}:refs/heads/${BRANCH}`);
  expect(await publish(first)).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(theirs);
});

test("a branch of somebody else's, or with a commit of theirs, stays where it is", async () => {
  const theirs = await commit("theirs.txt");
  await asAda(remote(), `${theirs}:refs/heads/${BRANCH}`);
  await local.git("reset", "--quiet", "--hard", base);
  const ours = await commit("b.txt");
  const elsewhere = { kind: "problem", problem: { kind: "elsewhere", commit: theirs } };
  expect(await publish(ours)).toEqual(elsewhere);
  const onward = { kind: "problem", problem: { kind: "elsewhere", commit: theirs, isOnward: true } };
  expect(await publish(ours, { previousCommit: base })).toEqual(onward);
  expect(await branchAt()).toBe(theirs);
});

test("a result that is without what the branch has is pushed over the task's own commits, and no others", async () => {
  const first = await commit("b.txt");
  await publish(first);
  await local.git("checkout", "--quiet", "--detach", base);
  const again = await commit("again.txt");
  const dropped = { kind: "problem", problem: { kind: "drops_commits", commits: [first] } };
  expect(await publish(again, { previousCommit: first, ownCommits: [first] })).toEqual(dropped);
  const also = [first];
  expect(await publish(again, { previousCommit: first, also })).toEqual(dropped);
  expect(await branchAt()).toBe(first);
  expect(await publish(again, { previousCommit: first, ownCommits: [first], also })).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(again);
});

/** A branch that the task made, and its next result. */
async function goOn(): Promise<{ first: string; second: string }> {
  const first = await commit("b.txt");
  await publish(first);
  return { first, second: await commit("c.txt") };
}

/** What somebody else did on top of a commit, beside our branch. */
async function doBeside(name: string, from: string): Promise<string> {
  await local.git("checkout", "--quiet", "--detach", from);
  const theirs = await commit(name);
  await asAda(remote(), `${theirs}:refs/heads/beside-${name.replaceAll(".", "-")}`);
  return theirs;
}

const filesAt = async (commit: string | undefined) =>
  (await runGit(peer.repository("acme/shop").folder, ["ls-tree", "--name-only", commit ?? ""])).trim().split("\n");

test("what others pushed while the work went on is merged in, where nothing conflicts", async () => {
  const { first, second } = await goOn();
  const theirs = await doBeside("theirs.txt", first);
  await asAda(remote(), `${theirs}:refs/heads/${BRANCH}`);
  expect(await publish(second, { previousCommit: first, mayMerge: true })).toEqual({ kind: "published" });
  const at = await branchAt();
  expect(await filesAt(at)).toEqual(["a.txt", "b.txt", "c.txt", "theirs.txt"]);
  const parents = await runGit(peer.repository("acme/shop").folder, ["rev-list", "--parents", "-1", at ?? ""]);
  expect(parents.trim().split(" ")).toEqual([at, second, theirs]);
  expect(await publish(second, { previousCommit: first, mayMerge: true })).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(at);
});

test("what conflicts with others' work, or was verified without it, leaves their branch alone", async () => {
  const { first, second } = await goOn();
  const harmless = await doBeside("theirs.txt", first);
  await asAda(remote(), `${harmless}:refs/heads/${BRANCH}`);
  const elsewhere = { kind: "elsewhere", commit: harmless };
  const left = (commit: string) => ({ kind: "problem", problem: { ...elsewhere, commit, isOnward: true } });
  expect(await publish(second, { previousCommit: first })).toEqual(left(harmless));
  expect(await publish(second, { previousCommit: first, mayMerge: true, isLinear: true })).toEqual({
    kind: "problem",
    problem: elsewhere,
  });
  await local.write({ "c.txt": "theirs\n" });
  await local.git("add", "--all");
  await local.git("commit", "--quiet", "--message=c.txt");
  const conflicting = await local.git("rev-parse", "HEAD");
  await asAda(remote(), `${conflicting}:refs/heads/${BRANCH}`);
  expect(await publish(second, { previousCommit: first, mayMerge: true })).toEqual(left(conflicting));
  expect(await branchAt()).toBe(conflicting);
});

test("a branch that others push to each time is looked at once more, and then said to keep moving", async () => {
  const { first, second } = await goOn();
  const once = await doBeside("once.txt", first);
  const twice = await doBeside("twice.txt", once);
  const { folder } = peer.repository("acme/shop");
  const ref = `refs/heads/${BRANCH}`;
  const faster = (commit: string): PromiseLike<unknown> => ({
    // biome-ignore lint/suspicious/noThenProperty: it is done once the push has come, and is waited for.
    then: (...done) => runGit(folder, ["update-ref", ref, commit]).then(...done),
  });
  for (const commit of [once, twice]) {
    const until = faster(commit) as Promise<unknown>;
    peer.meet({ method: "POST", path: /git-receive-pack$/, does: "waits", until });
  }
  const wish = { previousCommit: first, mayMerge: true };
  expect(await publish(second, wish)).toEqual({
    kind: "problem",
    problem: { kind: "elsewhere", commit: once, isMoving: true },
  });
  expect(await branchAt()).toBe(twice);
  expect(await publish(second, wish)).toEqual({ kind: "published" });
});

test("a branch that people deleted while the work went on isn't made again", async () => {
  const first = await commit("first");
  await publish(first);
  await local.git("push", "--quiet", remote(), `:refs/heads/${BRANCH}`);
  const problem = { kind: "elsewhere", commit: null };
  expect(await publish(await commit("second"), { previousCommit: first, ownCommits: [first] })).toEqual({
    kind: "problem",
    problem,
  });
});

test("a push whose answer never came is found to be done by who looks again", async () => {
  const head = await commit("b.txt");
  peer.meet({ method: "POST", path: /git-receive-pack$/, when: "after", does: "cut" });
  expect(await publish(head)).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(head);
  expect(peer.pushes).toHaveLength(1);
});

test("a repository is asked for by the name that it has by now", async () => {
  const head = await commit("b.txt");
  const present = repo.url;
  repo = { ...repo, url: present.replace("acme/shop", "acme/former") };
  const authorisation = { username: "x-access-token", password: peer.person("ada").token ?? "", url: present };
  repositories = gitRepositories({
    ...{ home, privateHosts: ["localhost"], authorityFile: front.authorityFile },
    withAuthorisation: (_wish, work) => work(authorisation),
  });
  expect(await publish(head)).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(head);
  await repositories.refreshMirror(repo);
  expect(await repositories.findBranch(repo, BRANCH)).toBe(head);
});

test("a name that git can't have beside another is told", async () => {
  await asAda(remote(), `${base}:refs/heads/${BRANCH}/more`);
  const problem = { kind: "name_conflict", ref: `refs/heads/${BRANCH}/more` };
  expect(await publish(await commit("b.txt"))).toEqual({ kind: "problem", problem });
});

test("without what it may be written with nothing is asked of it, and the result stays", async () => {
  repositories = open(null);
  expect(await publish(await commit("b.txt"))).toEqual({ kind: "not_here" });
  expect(peer.pushes).toEqual([]);
});

test("what may only be read is refused with what is wrong, and no word of what it was asked with", async () => {
  const reader = "ghp_nobody";
  repositories = open(reader);
  const failure = await publish(await commit("b.txt")).catch((error: Error) => error);
  expect(failure).toMatchObject({ code: "unavailable" });
  expect(String((failure as Error).message)).not.toContain(reader);
});

test.each([
  ["required_signatures", "Commits must have verified signatures"],
  ["required_linear_history", "This branch must not contain merge commits"],
])("what a rule of the repository refuses (%s) is kept, and the rule is named", async (type, words) => {
  const at = { id: 9, name: "all", isActive: true, include: ["~ALL"], exclude: [], createdAt: new Date(0) };
  peer.repository("acme/shop").rulesets.push({ ...at, rules: [{ type }] });
  await local.git("checkout", "--quiet", "-b", "side", base);
  await commit("side.txt");
  await local.git("checkout", "--quiet", "--detach", base);
  await commit("b.txt");
  await local.git("merge", "--quiet", "--no-edit", "side");
  const outcome = await publish(await local.git("rev-parse", "HEAD"));
  const problem = { kind: "refused", by: "rule", words: expect.stringContaining(words) };
  expect(outcome).toEqual({ kind: "problem", problem });
  expect(await branchAt()).toBe("");
});

test("a history without merges stands on the newest base that was merged, and is the same each time", async () => {
  const at = { id: 9, name: "all", isActive: true, include: ["~ALL"], exclude: [], createdAt: new Date(0) };
  peer.repository("acme/shop").rulesets.push({ ...at, rules: [{ type: "required_linear_history" }] });
  const ours = await commit("b.txt");
  await local.git("checkout", "--quiet", "--detach", base);
  const newer = await commit("theirs.txt");
  await asAda(remote(), `${newer}:refs/heads/main`);
  await local.git("checkout", "--quiet", "--detach", ours);
  await local.git("merge", "--quiet", "--no-edit", newer);
  const head = await local.git("rev-parse", "HEAD");
  const outcome = await publish(head, { isLinear: true });
  const tip = await branchAt();
  const remade = [ours, head].map((checked) => ({ checked, published: tip }));
  expect(outcome).toEqual({ kind: "published", remade });
  await local.git("fetch", "--quiet", remote(), BRANCH);
  expect(await local.git("rev-parse", "FETCH_HEAD^")).toBe(newer);
  expect(await local.git("diff", "--stat", "FETCH_HEAD", head)).toBe("");
  expect(await publish(head, { isLinear: true })).toEqual(outcome);
  expect(await branchAt()).toBe(tip);
});

test("commits of others are never made anew for it: the repository says what it doesn't take", async () => {
  const at = { id: 9, name: "all", isActive: true, include: ["~ALL"], exclude: [], createdAt: new Date(0) };
  const theirs = await commit("theirs.txt");
  await asAda(remote(), `${theirs}:refs/heads/${BRANCH}`);
  peer.repository("acme/shop").rulesets.push({ ...at, rules: [{ type: "required_linear_history" }] });
  await local.git("checkout", "--quiet", "-b", "side");
  await commit("side.txt");
  await local.git("checkout", "--quiet", "--detach", theirs);
  await commit("b.txt");
  await local.git("merge", "--quiet", "--no-edit", "side");
  const outcome = await publish(await local.git("rev-parse", "HEAD"), { previousCommit: theirs, isLinear: true });
  const problem = { kind: "refused", by: "rule", words: expect.stringContaining("must not contain merge commits") };
  expect(outcome).toEqual({ kind: "problem", problem });
  expect(await branchAt()).toBe(theirs);
});
