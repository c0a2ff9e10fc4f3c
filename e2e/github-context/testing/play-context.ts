import { randomUUID } from "node:crypto";
import type { ForgeThread, Gathered, GatherWish, PicturedText, ShownImage } from "@catalyst/core";
import { githubForge, openApp, openConnections } from "@catalyst/github";
import { makePeer, type Peer } from "../../github-peer/make-peer.ts";
import type { Plan } from "../../github-peer/state/plan.ts";
import { askAsPerson } from "../../github-peer/testing/ask.ts";

export const SHOP = { owner: "acme", repo: "shop" };

/** A public repository at a GitHub, and what Catalyst reads there. */
export interface PlayedContext {
  peer: Peer;
  ask(login: string): ReturnType<typeof askAsPerson>;
  /** Opens an issue; its number. */
  open(login: string, more?: object): Promise<number>;
  comment(login: string, number: number, body: string): Promise<number>;
  /** Throws where GitHub is told not to have it. */
  gather(wish: Pick<GatherWish, "kind" | "number"> & { commentId?: string; bots?: string[] }): Promise<Gathered>;
  readImages(number: number, texts: readonly PicturedText[]): Promise<ShownImage[]>;
  listThreads(number: number): Promise<ForgeThread[]>;
  close(): Promise<void>;
}

export async function playContext(plan: Plan = {}): Promise<PlayedContext> {
  const peer = await makePeer({
    people: ["ada", "tom", "eve"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { roles: { ada: "write", tom: "triage" }, files: { "sum.js": "a - b\n" } },
      "acme/vault": { isPrivate: true, roles: { ada: "write" } },
    },
    installations: { acme: { repositories: ["shop"] } },
    ...plan,
  });
  const connections = openConnections({ isPrivateAllowed: true });
  const app = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections, gapMilliseconds: 0 },
    ...{ api: { url: peer.apiAddress, version: null }, now: () => new Date() },
  });
  const place = { installationId: peer.installation("acme").id, repository: { id: peer.repository("acme/shop").id } };
  const forge = githubForge({ app, findPlace: async () => place });
  const ids = { id: randomUUID(), projectId: randomUUID(), createdAt: new Date() };
  const repo = {
    ...ids,
    vcs: "github",
    url: `${peer.address}/acme/shop`,
    name: "shop",
    defaultBranch: "main",
  } as const;
  const ask = (login: string) => askAsPerson(peer, login);
  return {
    ...{ peer, ask },
    async open(login, more = {}) {
      const wish = { ...SHOP, title: "Upload fails", body: "Retry it.", ...more };
      return (await ask(login).request("POST /repos/{owner}/{repo}/issues", wish)).data.number;
    },
    async comment(login, number, body) {
      const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      return Number((await ask(login).request(path, { ...SHOP, issue_number: number, body })).data.id);
    },
    async gather({ commentId = null, bots = [], ...wish }) {
      const outcome = await forge.gather({ repo, ...wish, commentId, bots });
      if (outcome.kind === "failed") {
        throw new Error(`gathering failed: ${JSON.stringify(outcome.problem)}`);
      }
      return outcome.gathered;
    },
    async readImages(number, texts) {
      const outcome = await forge.readImages({ repo, numbers: [number], texts });
      if (outcome.kind === "failed") {
        throw new Error(`reading images failed: ${JSON.stringify(outcome.problem)}`);
      }
      return outcome.images;
    },
    async listThreads(number) {
      const outcome = await forge.listThreads({ repo, number });
      return outcome.kind === "made" ? outcome.threads : [];
    },
    async close() {
      await connections.close();
      await peer.close();
    },
  };
}
