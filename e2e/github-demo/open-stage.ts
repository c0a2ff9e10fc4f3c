import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ScriptedStep, startScriptedModel } from "@catalyst/agents/scripted-model";
import { DEMO_FILES } from "../../cli/src/demo/demo-repository.ts";
import { linkToOwner } from "../github-forge/testing/link-to-owner.ts";
import { serveTls, type TlsFront } from "../github-forge/testing/serve-tls.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

export const SHOP = { owner: "acme", repo: "shop" };

export interface StageInput {
  agentId: string;
  /** Where agents are installed; undefined: where the tests have them. */
  agentsFolder: string | undefined;
  /** What the model has its agent do; what is added to it later comes after that. */
  steps: ScriptedStep[];
  /** Is told what is done at the moment. */
  tell: (doing: string) => void;
}

/** A GitHub of our own with a repository, and a Catalyst of its own that hears it. */
export interface Stage {
  peer: Peer;
  /** Asks as a person who may write. */
  ada: ReturnType<typeof askAsPerson>;
  close(): Promise<void>;
}

/** Closes what it has opened where it throws. */
export async function openStage(input: StageInput): Promise<Stage> {
  const closing = new AsyncDisposableStack();
  try {
    const { tell } = input;
    tell("Making the repository and the App");
    const { peer, front } = await openGitHub(closing);
    const home = await createTestHome({ agentsFolder: input.agentsFolder });
    closing.defer(home.remove);
    tell("Starting Catalyst");
    await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
    const model = await startScriptedModel({ agentId: input.agentId, steps: input.steps });
    closing.defer(model.stop);
    await introduce(home, { peer, host: front.host, agentId: input.agentId, modelUrl: model.baseUrl, tell });
    return { peer, ada: askAsPerson(peer, "ada"), close: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

async function openGitHub(closing: AsyncDisposableStack): Promise<{ peer: Peer; front: TlsFront }> {
  const peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: DEMO_FILES } },
    installations: { acme: { repositories: ["shop"] } },
  });
  closing.defer(peer.close);
  const front = await serveTls(peer.address);
  closing.defer(front.close);
  return { peer, front };
}

interface Introduced {
  peer: Peer;
  host: string;
  agentId: string;
  modelUrl: string;
  tell: StageInput["tell"];
}

/** Has them know each other, as a person does once. */
async function introduce(home: TestHome, { peer, host, agentId, modelUrl, tell }: Introduced): Promise<void> {
  const { app } = peer;
  tell("Adding the App and a key");
  const key = join(home.path, "app.pem");
  await writeFile(key, app.privateKey, { mode: 0o600 });
  const named = ["--app-id", String(app.id), "--slug", app.slug, "--host", host, "--key", key];
  await succeed(home, ["github", "add", ...named], app.webhook.secret);
  await rm(key);
  const provider =
    agentId === "codex-cli" ? ["openai", "--base-url", `${modelUrl}/v1`] : ["anthropic", "--base-url", modelUrl];
  await succeed(home, ["credentials", "add", ...provider], "a-key-that-is-worth-nothing-anywhere");
  tell("Installing the agent, where it isn't yet, and choosing it");
  await succeed(home, ["agents", "install", agentId]);
  await succeed(home, ["config", "set", "defaultAgent", agentId]);
  await succeed(home, ["config", "set", "hooks.verify", "node --test"]);
  await linkToOwner(home.path, peer, { login: "ada", host });
  const port = (await readFile(join(home.path, "server", "port"), "utf8")).trim();
  app.webhook.url = `http://127.0.0.1:${port}/api/github/webhook`;
}

async function succeed(home: TestHome, args: string[], stdin = ""): Promise<void> {
  const { exitCode, stdout, stderr } = await home.run(args, { stdin: `${stdin}\n` });
  if (exitCode !== 0) {
    throw new Error(`catalyst ${args.slice(0, 2).join(" ")} failed:\n${stdout}${stderr}`);
  }
}
