import { randomUUID } from "node:crypto";
import type { ForgeProblem } from "../../forge/forge-outcome.ts";
import { forgeContract, type PlayedForge } from "./forge.contract.ts";
import { gatheredOf } from "./gathered-of.ts";
import { type MemoryForge, memoryForge } from "./memory-forge.ts";

const URL = "https://forge.example/acme/shop";
const ISSUE = { title: "The sum is wrong", body: "It subtracts." };
const HEADS = ["catalyst/one", "catalyst/two"] as const;

forgeContract("a forge in memory", async () => {
  const forge = memoryForge(URL);
  forge.branches = new Set(["main", ...HEADS]);
  for (const head of HEADS) {
    forge.tips.set(head, "c".repeat(40));
  }
  forge.pullRequests.push({
    ...{
      number: 1,
      head: "theirs",
      base: "main",
      title: "Mine",
      body: "",
      isDraft: false,
      isOpen: true,
      author: "ada",
    },
    lines: new Map([["sum.js", [3]]]),
  });
  forge.permissions.set("ada", { id: "7", permission: "write" });
  const change = { head: "c".repeat(40), branch: "theirs", base: "main", isFork: false };
  forge.gathered.set(1, gatheredOf({ number: 1, title: "Mine", text: "", change }));
  forge.gathered.set(2, gatheredOf({ number: 2, title: ISSUE.title, text: ISSUE.body }));
  const repo = {
    id: randomUUID(),
    projectId: randomUUID(),
    vcs: "github",
    name: "shop",
    createdAt: new Date(),
  } as const;
  return {
    forge,
    repo: { ...repo, url: URL, defaultBranch: "main" },
    absent: { ...repo, url: `${URL}-absent`, defaultBranch: "main" },
    base: "main",
    heads: HEADS,
    headCommit: "c".repeat(40),
    theirs: { number: 1, commit: "c".repeat(40), file: "sum.js", line: 3 },
    issue: { number: 2, author: "ada", ...ISSUE },
    writer: { id: "7", login: "ada" },
    lineElsewhere: 300,
    see: async () => {
      const answers = [...forge.threads].flatMap(([comment, said]) => said.map(({ body }) => ({ comment, body })));
      const { pullRequests, reviews, comments } = forge;
      return structuredClone({
        ...{ pullRequests, reviews, comments, answers },
        reactions: forge.reactions.map(({ to, reaction }) => ({ to: to.kind, reaction })),
        branches: [...forge.branches],
        labels: [...forge.labels].map(([number, labels]) => ({ number, labels: [...labels] })),
      });
    },
    people: people(forge),
    meet(problem) {
      forge.next = { problem: PROBLEMS[problem], isDone: problem === "late_outage" };
    },
    passUntil: () => undefined,
  };
});

const PROBLEMS: Record<Parameters<PlayedForge["meet"]>[0], ForgeProblem> = {
  forbidden: { kind: "forbidden", permission: "pull_requests: write" },
  rate_limited: { kind: "rate_limited", until: new Date("2026-01-01T01:00:00Z") },
  outage: { kind: "outage", reason: "502" },
  late_outage: { kind: "outage", reason: "502" },
};

function people(forge: MemoryForge): PlayedForge["people"] {
  const find = (number: number) => forge.pullRequests.filter((one) => one.number === number);
  return {
    async closePullRequest(number) {
      for (const one of find(number)) {
        one.isOpen = false;
      }
    },
    async mergePullRequest(number) {
      for (const one of find(number)) {
        Object.assign(one, { isOpen: false, isMerged: true });
      }
    },
    async editPullRequest(number, body) {
      for (const one of find(number)) {
        one.body = body;
      }
    },
    async comment(number, body) {
      const id = String(1000 + forge.comments.length);
      forge.comments.push({ id, number, author: "ada", body, inline: [] });
      return id;
    },
    async label(number, label) {
      forge.labels.set(number, new Set([label]));
    },
    async deleteComments(number) {
      forge.comments = forge.comments.filter((one) => one.number !== number);
    },
    async commentOnLine() {
      const comment = String(501 + forge.threads.size);
      forge.threads.set(comment, []);
      return comment;
    },
  };
}
