import { connectDatabase } from "@catalyst/postgres";
import { expect } from "vitest";
import { createGitRepository, type GitRepository } from "../../git-repository.ts";
import { playGitHubHome } from "../../github-forge/testing/play-home.ts";
import type { Peer } from "../../github-peer/make-peer.ts";
import type { Plan } from "../../github-peer/state/plan.ts";
import { askAsPerson } from "../../github-peer/testing/ask.ts";
import type { TestHome } from "../../start-catalyst.ts";
import { AGENTS } from "./agents.ts";
import { type ReadHome, readHome } from "./read-home.ts";

export const WEB = { owner: "acme", repo: "web" };

/** A home that hears a GitHub, whose people ask it for reviews and review what it made. */
export interface PlayedReviews extends ReadHome {
  peer: Peer;
  home: TestHome;
  /** Asks as a person who may write. */
  ada: ReturnType<typeof askAsPerson>;
  /** Pushes as Ada, from a clone that has the repository's main branch. */
  push(branch: string, change: (clone: GitRepository) => Promise<unknown>): Promise<string>;
  /** An issue or pull request as it is. */
  find(number: number): ReturnType<Peer["repository"]>["issues"][number];
  close(): Promise<void>;
}

/** Beside what the App always asks for: what checks found. */
const PERMISSIONS = {
  metadata: "read",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  checks: "read",
} as const;

const PLAN: Plan = {
  app: { permissions: PERMISSIONS },
  people: ["ada"],
  organizations: ["acme"],
  repositories: {
    "acme/web": {
      ...{ isPrivate: true, roles: { ada: "write" } },
      files: { "list.txt": Array.from({ length: 100 }, (_, index) => `${index + 1}\n`).join("") },
    },
  },
  installations: { acme: { repositories: ["web"] } },
  // Tasks one right after the other ask for more in a minute than GitHub takes: whoever isn't here for that waited for it to be over.
  limits: { pointsPerMinute: 9000, contentPerMinute: 800 },
};

export async function playReviews(): Promise<PlayedReviews> {
  const { peer, home, close } = await playGitHubHome({ plan: PLAN, agents: AGENTS, linked: "ada" });
  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  const remote = `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/web.git`;
  return {
    peer,
    home,
    ada: askAsPerson(peer, "ada"),
    async push(branch, change) {
      const clone = await createGitRepository({});
      const { issues } = peer.repository("acme/web");
      const isThere = issues.some(({ pullRequest }) => pullRequest?.head === branch);
      await clone.git("pull", "--quiet", remote, isThere ? branch : "main");
      await change(clone);
      await clone.git("push", "--quiet", "--force", remote, `HEAD:refs/heads/${branch}`);
      return clone.git("rev-parse", "HEAD");
    },
    ...readHome(db),
    find(number) {
      const found = peer.repository("acme/web").issues.find((one) => one.number === number);
      if (found === undefined) {
        throw new Error(`there is no #${number}`);
      }
      return found;
    },
    async close() {
      await db.close();
      await close();
    },
  };
}

/** Waits until something is so, however busy the machine is. */
export function eventually<Found>(find: () => Found) {
  return expect.poll(find, { timeout: 240_000, interval: 200 });
}
