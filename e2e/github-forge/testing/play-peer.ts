import { randomUUID } from "node:crypto";
import type { Reaction, Repo } from "@catalyst/core";
import type { PlayedForge } from "@catalyst/core/testing/forge.contract";
import { type Connections, type GitHubApp, githubForge, openApp, openConnections } from "@catalyst/github";
import { createGitRepository } from "../../git-repository.ts";
import type { Fault } from "../../github-peer/door/faults.ts";
import { readRefs } from "../../github-peer/git/refs.ts";
import { makePeer, type Peer } from "../../github-peer/make-peer.ts";
import type { ReviewComment } from "../../github-peer/state/review.ts";
import type { Written } from "../../github-peer/state/written.ts";
import { askAsPerson } from "../../github-peer/testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const HEADS = ["catalyst/one", "catalyst/two"] as const;
/** The line that the pull request of somebody else changes, of 400. */
const LINE = 3;

/** The adapter of GitHub in front of the peer. */
export interface PlayedGitHub extends PlayedForge {
  peer: Peer;
  app: GitHubApp;
  /** What the adapter asked, in this order. */
  asked: { method: string; path: string; body?: string }[];
  close(): Promise<void>;
}

/** A peer with a repository, two branches of ours and a pull request of Ada's. */
export async function playPeer(): Promise<PlayedGitHub> {
  const peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "sum.js": lines([]) } } },
    installations: { acme: { repositories: ["shop"] } },
  });
  const commit = await pushBranches(peer);
  const ada = askAsPerson(peer, "ada");
  const wish = { ...SHOP, title: "Mine", head: "theirs", base: "main" };
  const { data: theirs } = await ada.request("POST /repos/{owner}/{repo}/pulls", wish);
  const issue = { title: "The sum is wrong", body: "It subtracts." };
  const { data: reported } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, ...issue });
  const { connections, asked } = recordAsked(openConnections({ isPrivateAllowed: true }));
  const clock = { ahead: 0 };
  const app = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections, gapMilliseconds: 0 },
    ...{ api: { url: peer.address, version: null }, now: () => new Date(Date.now() + clock.ahead) },
  });
  const repo = repoAt(`${peer.address}/acme/shop`);
  const installationId = peer.installation("acme").id;
  const place = { installationId, repository: { id: peer.repository("acme/shop").id } };
  return {
    ...{ peer, app, asked, repo, base: "main", heads: HEADS, headCommit: commit, lineElsewhere: 300 },
    forge: githubForge({ app, findPlace: async ({ url }) => (url === repo.url ? place : null) }),
    absent: repoAt(`${repo.url}-absent`),
    theirs: { number: theirs.number, commit, file: "sum.js", line: LINE },
    issue: { number: reported.number, author: "ada", ...issue },
    writer: { id: String(peer.person("ada").id), login: "ada" },
    see: () => see(peer),
    people: people(peer, { pull_number: theirs.number, commit_id: commit, path: "sum.js", line: LINE }),
    meet: (problem) => peer.meet({ method: "POST", path: /^\/repos\//, ...FAULTS[problem] }),
    passUntil: (time) => {
      clock.ahead = time.getTime() - Date.now();
    },
    async close() {
      await connections.close();
      await peer.close();
    },
  };
}

function recordAsked(opened: Connections): { connections: Connections; asked: PlayedGitHub["asked"] } {
  const asked: PlayedGitHub["asked"] = [];
  const fetch: Connections["fetch"] = (url, request) => {
    asked.push({ method: request.method, path: new URL(url).pathname, body: request.body });
    return opened.fetch(url, request);
  };
  return { connections: { ...opened, fetch }, asked };
}

function repoAt(url: string): Repo {
  const ids = { id: randomUUID(), projectId: randomUUID() };
  return { ...ids, vcs: "github", url, name: "shop", defaultBranch: "main", createdAt: new Date() };
}

function lines(changed: readonly number[]): string {
  return Array.from({ length: 400 }, (_, index) => `line ${index + 1}${changed.includes(index + 1) ? "!" : ""}\n`).join(
    "",
  );
}

async function pushBranches(peer: Peer): Promise<string> {
  const local = await createGitRepository({});
  const remote = `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/shop.git`;
  await local.git("pull", "--quiet", remote, "main");
  await local.write({ "sum.js": lines([LINE]) });
  await local.git("commit", "--quiet", "--all", "--message=Change");
  const targets = ["theirs", ...HEADS].map((branch) => `HEAD:refs/heads/${branch}`);
  await local.git("push", "--quiet", remote, ...targets);
  return local.git("rev-parse", "HEAD");
}

async function see(peer: Peer): ReturnType<PlayedForge["see"]> {
  const { issues } = peer.repository("acme/shop");
  return {
    pullRequests: issues.flatMap(({ number, title, body, state, assignees, labels, pullRequest }) => {
      if (pullRequest === null) {
        return [];
      }
      const asked = [...new Set([...assignees, ...pullRequest.requestedReviewers].map(({ login }) => login))];
      const shown = { number, title, body: body ?? "", isOpen: state === "open", asked };
      return [{ ...shown, labels: labels.map(({ name }) => name), ...pick(pullRequest) }];
    }),
    reviews: issues.flatMap(({ number, pullRequest }) =>
      (pullRequest?.reviews ?? [])
        // A comment on a line, and an answer to one, are reviews without words at GitHub.
        .filter(({ body }) => body !== "")
        .map(({ id, body, minimizedReason }) => ({
          ...{ number, body, isFolded: minimizedReason !== null },
          inline: (pullRequest?.reviewComments ?? [])
            .filter(({ reviewId }) => reviewId === id)
            .map((comment) => seeComment(pullRequest?.reviewComments ?? [], comment)),
        })),
    ),
    answers: issues.flatMap(({ pullRequest }) =>
      (pullRequest?.reviewComments ?? []).flatMap(({ inReplyTo, body }) =>
        inReplyTo === null ? [] : [{ comment: String(inReplyTo), body }],
      ),
    ),
    comments: issues.flatMap(({ number, comments }) => comments.map(({ body }) => ({ number, body }))),
    reactions: issues.flatMap((issue) => [
      ...reactionsOf(peer, "subject", issue),
      ...issue.comments.flatMap((comment) => reactionsOf(peer, "comment", comment)),
    ]),
    branches: [...(await readRefs(peer.repository("acme/shop").folder, "refs/heads/")).keys()].map((ref) =>
      ref.slice("refs/heads/".length),
    ),
    labels: issues.map(({ number, labels }) => ({ number, labels: labels.map(({ name }) => name) })),
  };
}

function seeComment(all: readonly ReviewComment[], { id, path, line, body, resolvedBy }: ReviewComment) {
  const answers = all.filter(({ inReplyTo }) => inReplyTo === id).map((answer) => answer.body);
  return { file: path, line, body, isSettled: resolvedBy !== null, answers };
}

const REACTIONS: Readonly<Record<string, Reaction>> = {
  eyes: "seen",
  "+1": "done",
  rocket: "pushed",
  confused: "refused",
};

function reactionsOf(peer: Peer, to: "subject" | "comment", { reactions }: Written) {
  const ours = reactions.filter(({ author }) => author.id === peer.app.bot.id);
  return ours.map(({ content }) => ({ to, reaction: REACTIONS[content] as Reaction }));
}

function pick({ head, isDraft }: { head: string; isDraft: boolean }) {
  return { head, isDraft };
}

function people(
  peer: Peer,
  line: { pull_number: number; commit_id: string; path: string; line: number },
): PlayedForge["people"] {
  const ada = askAsPerson(peer, "ada");
  const pull = "PATCH /repos/{owner}/{repo}/pulls/{pull_number}";
  const comments = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
  return {
    async closePullRequest(number) {
      await ada.request(pull, { ...SHOP, pull_number: number, state: "closed" });
    },
    async mergePullRequest(number) {
      await ada.request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", { ...SHOP, pull_number: number });
    },
    async editPullRequest(number, body) {
      await ada.request(pull, { ...SHOP, pull_number: number, body });
    },
    async comment(number, body) {
      const { data } = await ada.request(`POST ${comments}`, { ...SHOP, issue_number: number, body });
      return String(data.id);
    },
    async label(number, label) {
      const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
      await ada.request(labels, { ...SHOP, issue_number: number, labels: [label] });
    },
    async deleteComments(number) {
      const { data } = await ada.request(`GET ${comments}`, { ...SHOP, issue_number: number });
      for (const { id } of data) {
        await ada.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...SHOP, comment_id: id });
      }
    },
    async commentOnLine(body) {
      const wish = { ...SHOP, ...line, body };
      const { data } = await ada.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", wish);
      return String(data.id);
    },
  };
}

const FAULTS: Record<Parameters<PlayedForge["meet"]>[0], Pick<Fault, "does" | "when">> = {
  forbidden: { does: { status: 403, message: "Resource not accessible by integration" } },
  rate_limited: { does: { status: 429, message: "Wait", headers: { "retry-after": "60" } } },
  outage: { does: { status: 502 } },
  late_outage: { when: "after", does: "cut" },
};
