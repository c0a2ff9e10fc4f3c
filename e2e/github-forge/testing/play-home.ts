import { expect } from "vitest";
import { makePeer, type Peer } from "../../github-peer/make-peer.ts";
import type { Plan } from "../../github-peer/state/plan.ts";
import { createTestHome, type TestHome } from "../../start-catalyst.ts";
import { addApp } from "./add-app.ts";
import { defineAgents } from "./define-agents.ts";
import { linkToOwner } from "./link-to-owner.ts";
import { serveTls, type TlsFront } from "./serve-tls.ts";

/** A running Catalyst, and a played GitHub that it reaches by TLS. */
export interface GitHubHome {
  peer: Peer;
  front: TlsFront;
  home: TestHome;
  close(): Promise<void>;
}

interface GitHubHomeWish {
  plan: Plan;
  /** By their names, as `defineAgents` has them, with a key for what they don't ask. Absent: none. */
  agents?: Record<string, string>;
  /** Whose account there is the machine owner's; absent: nobody's. */
  linked?: string;
  /** Whether the home has the peer's App, and the App tells it what happens; absent: both. */
  hears?: "webhook" | "app" | "nothing";
}

export async function playGitHubHome({
  plan,
  agents = {},
  linked,
  hears = "webhook",
}: GitHubHomeWish): Promise<GitHubHome> {
  const peer = await makePeer(plan);
  const isEnterprise = plan.enterprise !== undefined;
  const front = await serveTls(peer.address, { isEnterprise });
  const home = await createTestHome();
  const close = async () => {
    await home.remove();
    await front.close();
    await peer.close();
  };
  try {
    if (isEnterprise) {
      peer.site.nameHost(front.host);
    }
    await bringUp({ peer, front, home }, { agents, linked, hears });
    return { peer, front, home, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUp(
  { peer, front, home }: Omit<GitHubHome, "close">,
  { agents, linked, hears }: Required<Pick<GitHubHomeWish, "agents" | "hears">> & Pick<GitHubHomeWish, "linked">,
): Promise<void> {
  const { host } = front;
  await defineAgents(home.path, agents);
  await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
  if (hears !== "nothing") {
    await addApp(home, peer, { host });
  }
  if (Object.keys(agents).length > 0) {
    const add = ["credentials", "add", "openai", "--base-url", "http://127.0.0.1:9/v1"];
    expect((await home.run(add, { stdin: "a-key-of-nobody\n" })).exitCode).toBe(0);
  }
  if (linked !== undefined) {
    await linkToOwner(home.path, peer, { login: linked, host });
  }
  if (hears === "webhook") {
    const opened = await home.run(["open"]);
    peer.app.webhook.url = `${new URL(/http\S+/.exec(opened.stdout)?.[0] ?? "").origin}/api/github/webhook`;
  }
}
