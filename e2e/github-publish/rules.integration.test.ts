import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  BranchCommits,
  CommitSigner,
  ForgeOutcome,
  MadeBranch,
  PublishBranchInput,
  Repo,
  RepositoryPort,
} from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { type Connections, githubForge, openApp, openConnections, withToken } from "@catalyst/github";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { serveTls, type TlsFront } from "../github-forge/testing/serve-tls.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";

/** A repository that takes signed commits only, for an App that may not change workflow files. */
const BRANCH = "catalyst/1234-work";
const FLOW = ".github/workflows/ci.yml";
let peer: Peer;
let front: TlsFront;
let connections: Connections;
let home: string;
let local: GitRepository;
let repo: Repo;
let repositories: RepositoryPort;
let signer: CommitSigner;
let base: string;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } } },
    installations: { acme: { repositories: ["shop"] } },
    app: { areCommitsSigned: true },
  });
  const at = { id: 9, name: "all", isActive: true, include: ["~ALL"], exclude: [], createdAt: new Date(0) };
  peer.repository("acme/shop").rulesets.push({ ...at, rules: [{ type: "required_signatures" }] });
  front = await serveTls(peer.address);
  home = await mkdtemp(join(tmpdir(), "catalyst-signed-"));
  local = await createGitRepository({});
  await local.git("pull", "--quiet", peer.repository("acme/shop").folder, "main");
  base = await local.git("rev-parse", "HEAD");
  const ids = { id: randomUUID(), projectId: randomUUID() };
  const url = `https://${front.host}/acme/shop`;
  repo = { ...ids, vcs: "github", url, name: "shop", defaultBranch: "main", createdAt: new Date() };
  connections = openConnections({ isPrivateAllowed: true });
  openGitHub();
});

afterEach(async () => {
  await connections.close();
  await front.close();
  await peer.close();
  await rm(home, { recursive: true, force: true });
});

function openGitHub(): void {
  const app = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections, gapMilliseconds: 0 },
    ...{ api: { url: peer.address, version: null }, now: () => new Date() },
  });
  const repository = { id: peer.repository("acme/shop").id };
  const place = { installationId: peer.installation("acme").id, repository };
  repositories = gitRepositories({
    ...{ home, privateHosts: ["localhost"], authorityFile: front.authorityFile },
    withAuthorisation: ({ access }, work) =>
      withToken(app, { ...place, permissions: { contents: access } }, ({ token }) =>
        work({ username: "x-access-token", password: token }),
      ),
  });
  const forge = githubForge({ app, findPlace: async () => place });
  signer = {
    sign: async (commits) => made(await forge.remakeCommits({ repo, commits })).signing,
    commit: async (wish) => made(await forge.commitOnBranch({ repo, ...wish })).signing,
    findUnverified: async (commits) => made(await forge.findUnverified({ repo, commits })).reason,
  };
}

function made<Made>(outcome: ForgeOutcome<Made>): Made {
  if (outcome.kind === "failed") {
    throw new Error(JSON.stringify(outcome.problem));
  }
  return outcome;
}

/** One more commit of the result, from where the last one was. */
async function commit(name: string): Promise<string> {
  await local.write({ [name]: `${name}\n` });
  await local.git("add", "--all");
  await local.git("commit", "--quiet", `--message=${name}`, "--message=For whoever reads it.");
  return local.git("rev-parse", "HEAD");
}

/** Publishes the commit as an execution's checked result. */
async function publish(
  headCommit: string,
  previousCommit: string | null = null,
  {
    executionId = randomUUID(),
    ...more
  }: Partial<Pick<PublishBranchInput, "isLinear" | "signer" | "executionId">> = {},
): Promise<MadeBranch> {
  const result = join(home, "results", `${executionId}.git`);
  await local.git("init", "--quiet", "--bare", result);
  await local.git("push", "--quiet", result, `${headCommit}:refs/heads/${BRANCH}`);
  const input = { repo, executionId, branch: BRANCH, headCommit, baseCommit: base, previousCommit };
  return repositories.publishBranch({ ...input, ownCommits: [], signer, ...more });
}

const at = (...args: string[]) => runGit(peer.repository("acme/shop").folder, args);
const listRefs = async () => (await at("for-each-ref", "--format=%(refname)")).trim().split("\n");
const branchAt = async () => (await at("rev-parse", `refs/heads/${BRANCH}`)).trim();

test("commits are made anew where they must be signed, with the same trees, merges and modes", async () => {
  await local.git("checkout", "--quiet", "-b", "side");
  await symlink("a.txt", join(local.path, "link"));
  await commit("side.txt");
  await local.git("checkout", "--quiet", "--detach", base);
  await local.write({ "run.sh": "true\n" });
  await chmod(join(local.path, "run.sh"), 0o755);
  const first = await commit("b.txt");
  await local.git("merge", "--quiet", "--no-edit", "side");
  const head = await local.git("rev-parse", "HEAD");
  const outcome = await publish(head);
  const remade = outcome.kind === "published" ? (outcome.remade ?? []) : [];
  expect(remade).toHaveLength(3);
  expect(remade.at(-1)).toEqual({ checked: head, published: await branchAt() });
  for (const { checked, published } of remade) {
    expect(published).not.toBe(checked);
    expect(peer.repository("acme/shop").signedCommits.has(published)).toBe(true);
    expect(await at("rev-parse", `${published}^{tree}`)).toBe(await at("rev-parse", `${checked}^{tree}`));
  }
  const anew = remade.find(({ checked }) => checked === first)?.published;
  expect((await at("rev-parse", `${await branchAt()}^1`)).trim()).toBe(anew);
  expect((await at("log", "-1", "--format=%B", String(anew))).trim()).toBe("b.txt\n\nFor whoever reads it.");
  expect((await listRefs()).filter((ref) => ref.startsWith("refs/catalyst/"))).toEqual([]);
});

test("what was made before a crash is found again, and a further turn has only its own commits made anew", async () => {
  const head = await commit("b.txt");
  const before = await publish(head);
  const signed = await branchAt();
  expect(await publish(head)).toEqual(before);
  expect(await branchAt()).toBe(signed);
  await local.git("fetch", "--quiet", peer.repository("acme/shop").folder, BRANCH);
  await local.git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  const second = await commit("c.txt");
  const outcome = await publish(second, signed);
  expect(outcome).toEqual({ kind: "published", remade: [{ checked: second, published: await branchAt() }] });
  expect((await at("rev-parse", `${await branchAt()}^`)).trim()).toBe(signed);
});

const UNVERIFIED = {
  kind: "problem",
  problem: { kind: "refused", by: "rule", words: expect.stringMatching(/must be verified.*unsigned/) },
};

test("what GitHub doesn't say is verified is put on no branch, and why is said", async () => {
  peer.app.areCommitsSigned = false;
  await local.write({ "run.sh": "echo\n" });
  await chmod(join(local.path, "run.sh"), 0o755);
  expect(await publish(await commit("b.txt"))).toEqual(UNVERIFIED);
  await local.git("reset", "--quiet", "--hard", base);
  await symlink("a.txt", join(local.path, "link"));
  expect(await publish(await commit("b.txt"))).toEqual(UNVERIFIED);
  expect((await listRefs()).filter((ref) => ref !== "refs/heads/main")).toEqual([]);
});

test("where that is all that helps GitHub writes commits of plain files onto the branch, and signs these", async () => {
  peer.app.areCommitsSigned = false;
  await commit("b.txt");
  await local.git("rm", "--quiet", "a.txt");
  const head = await commit("c.txt");
  // GitHub did it, and nobody heard.
  peer.meet({ method: "POST", path: /graphql$/, when: "after", does: "cut" });
  const outcome = await publish(head);
  const published = await branchAt();
  expect(outcome).toEqual({
    kind: "published",
    remade: [
      { checked: expect.any(String), published: (await at("rev-parse", `${published}^`)).trim() },
      { checked: head, published },
    ],
  });
  const commits = (await at("rev-list", `main..${published}`)).trim().split("\n");
  expect(commits.map((one) => peer.repository("acme/shop").signedCommits.has(one))).toEqual([true, true]);
  expect((await at("ls-tree", "--name-only", published ?? "")).trim().split("\n")).toEqual(["b.txt", "c.txt"]);
  expect(await publish(head)).toEqual(outcome);
});

test("of commits that GitHub writes itself those before a crash are found on the branch, and none is written twice", async () => {
  peer.app.areCommitsSigned = false;
  const all = [await commit("b.txt"), await commit("c.txt"), await commit("d.txt")];
  const head = all.at(-1) as string;
  const executionId = randomUUID();
  const publishUntil = (count: number) => {
    const commit = async (wish: BranchCommits) => {
      await signer.commit?.({ ...wish, commits: wish.commits.slice(0, count) });
      throw new Error("the worker is gone");
    };
    return publish(head, null, { executionId, signer: { ...signer, commit } });
  };
  await expect(publishUntil(0)).rejects.toThrow("is gone");
  expect(await branchAt()).toBe(base);
  await expect(publishUntil(2)).rejects.toThrow("is gone");
  const second = await branchAt();
  const outcome = await publish(head, null, { executionId });
  const tip = await branchAt();
  const first = (await at("rev-parse", `${second}^`)).trim();
  expect((await at("rev-list", `main..${tip}`)).trim().split("\n")).toEqual([tip, second, first]);
  const published = [first, second, tip];
  expect(outcome).toEqual({
    kind: "published",
    remade: all.map((checked, index) => ({ checked, published: published[index] })),
  });
  expect(await publish(head, null, { executionId })).toEqual(outcome);
  expect((await listRefs()).filter((ref) => ref.startsWith("refs/catalyst/"))).toEqual([]);
});

test("where GitHub is asked too much amid the commits that it writes, the rest follows once it may be asked", async () => {
  peer.app.areCommitsSigned = false;
  await commit("b.txt");
  const head = await commit("c.txt");
  const executionId = randomUUID();
  const mutation = { method: "POST", path: /graphql$/ };
  peer.meet({ ...mutation, when: "after", does: "waits" });
  peer.meet({ ...mutation, does: { status: 403, message: "rate limit", headers: { "retry-after": "1" } } });
  await expect(publish(head, null, { executionId })).rejects.toThrow("rate_limited");
  const first = await branchAt();
  await vi.waitFor(async () => {
    expect(await publish(head, null, { executionId })).toMatchObject({ kind: "published" });
  }, 30_000);
  expect((await at("rev-list", `main..${await branchAt()}`)).trim().split("\n")).toEqual([await branchAt(), first]);
});

test("what somebody else wrote on the branch isn't gone on from as if it were ours", async () => {
  peer.app.areCommitsSigned = false;
  const first = await commit("b.txt");
  const head = await commit("c.txt");
  // The same tree and words, unsigned: anybody can make that.
  await local.git("push", "--quiet", peer.repository("acme/shop").folder, `${first}:refs/heads/${BRANCH}`);
  expect(await publish(head)).toEqual({ kind: "problem", problem: { kind: "elsewhere", commit: first } });
  expect(await branchAt()).toBe(first);
});

test("a commit that GitHub writes and doesn't sign is taken off the branch again", async () => {
  peer.app.areCommitsSigned = false;
  const { commit: write } = signer;
  signer = {
    ...signer,
    async commit(wish) {
      const signing = await write?.(wish);
      const made = signing?.kind === "signed" ? (signing.remade.at(-1)?.published ?? "") : "";
      return { kind: "unsigned", reason: "unsigned", at: made };
    },
  };
  expect(await publish(await commit("b.txt"))).toEqual(UNVERIFIED);
  expect((await listRefs()).filter((ref) => ref !== "refs/heads/main")).toEqual([]);
});

test("a commit with another tree than was asked for isn't taken, though GitHub says it is verified", async () => {
  const { sign } = signer;
  const other = (await at("rev-parse", "main^{tree}")).trim();
  signer = { ...signer, sign: (commits) => sign(commits.map((one) => ({ ...one, tree: other }))) };
  const problem = { kind: "refused", by: "rule", words: expect.stringContaining("isn't the same") };
  expect(await publish(await commit("b.txt"))).toEqual({ kind: "problem", problem });
  expect(await listRefs()).toEqual(["refs/heads/main"]);
});

test("a branch that somebody makes meanwhile stays theirs", async () => {
  const { sign } = signer;
  signer = {
    ...signer,
    async sign(commits) {
      await at("update-ref", `refs/heads/${BRANCH}`, base);
      return sign(commits);
    },
  };
  expect(await publish(await commit("b.txt"))).toEqual({
    ...{ kind: "problem", problem: { kind: "elsewhere", commit: base } },
  });
  expect(await branchAt()).toBe(base);
});

test("where merges aren't taken what was merged is in the commit that merged it, and that is signed, too", async () => {
  const [ruleset] = peer.repository("acme/shop").rulesets;
  ruleset?.rules.push({ type: "required_linear_history" });
  await local.git("checkout", "--quiet", "-b", "side");
  const side = await commit("side.txt");
  await local.git("checkout", "--quiet", "--detach", base);
  const first = await commit("b.txt");
  await local.git("merge", "--quiet", "--no-edit", "side");
  const head = await local.git("rev-parse", "HEAD");
  const outcome = await publish(head, null, { isLinear: true });
  const anew = Object.fromEntries(
    outcome.kind === "published" ? (outcome.remade ?? []).map((one) => [one.checked, one.published]) : [],
  );
  const tip = await branchAt();
  expect(anew).toEqual({ [first]: (await at("rev-parse", `${tip}^`)).trim(), [side]: tip, [head]: tip });
  expect(await at("rev-list", "--count", `main..${tip}`)).toBe("2");
  expect(await at("rev-parse", `${tip}^{tree}`)).toBe(await local.git("rev-parse", `${head}^{tree}`));
});

test("a branch whose workflow files are merely older than the base's has the base merged into it", async () => {
  peer.repository("acme/shop").rulesets.length = 0;
  const ours = await commit("b.txt");
  await local.git("checkout", "--quiet", "--detach", base);
  await local.write({ [FLOW]: "on: push\n" });
  const newer = await commit("theirs.txt");
  await local.git("push", "--quiet", peer.repository("acme/shop").folder, `${newer}:refs/heads/main`);
  expect(await publish(ours, null, { signer: null })).toEqual({ kind: "published" });
  expect(await at("rev-list", "--parents", "-1", BRANCH)).toBe([await branchAt(), ours, newer].join(" "));
  const tip = await branchAt();
  expect(await publish(ours, null, { signer: null })).toEqual({ kind: "published" });
  expect(await branchAt()).toBe(tip);
});

test("workflow files that the result changes itself are pushed by nobody, and no base is merged for it", async () => {
  peer.repository("acme/shop").rulesets.length = 0;
  await local.write({ [FLOW]: "on: push\n" });
  const problem = { kind: "refused", by: "workflow", words: expect.stringContaining("ci.yml") };
  expect(await publish(await commit("b.txt"), null, { signer: null })).toEqual({ kind: "problem", problem });
  expect(await listRefs()).toEqual(["refs/heads/main"]);
});
