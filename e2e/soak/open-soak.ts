import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "../find-free-port.ts";
import { linkToOwner } from "../github-forge/testing/link-to-owner.ts";
import { serveTls, type TlsFront } from "../github-forge/testing/serve-tls.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type FailingModel, startFailingModel } from "./failing-model.ts";
import { SOAK_AGENT, SOAK_DEFINITION } from "./soak-agent.ts";
import type { SoakPlan } from "./soak-plan.ts";

export const REPOSITORY = "shop";
export const ADA = "ada";

/** A GitHub of our own with many installations, a model, and a Catalyst that hears both. */
export interface Soak {
  peer: Peer;
  home: TestHome;
  model: FailingModel;
  /** Those who have the App installed. */
  owners: readonly string[];
  close(): Promise<void>;
}

/** Closes what it has opened where it throws. */
export async function openSoak(plan: SoakPlan): Promise<Soak> {
  const closing = new AsyncDisposableStack();
  try {
    const owners = Array.from({ length: plan.installations }, (_, index) => `acme-${index + 1}`);
    const peer = await makeManyPeer(owners);
    closing.defer(peer.close);
    const front = await serveTls(peer.address);
    closing.defer(front.close);
    const model = await startFailingModel(plan);
    closing.defer(model.close);
    const home = await createTestHome();
    closing.defer(home.remove);
    await mkdir(join(home.path, "agents.d"));
    await writeFile(join(home.path, "agents.d", `${SOAK_AGENT}.yaml`), SOAK_DEFINITION);
    closing.defer(await bringUp(home, plan, front));
    await introduce(home, { peer, host: front.host, modelUrl: model.url });
    return { peer, home, model, owners, close: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

/** What ends it again. */
async function bringUp(home: TestHome, { atOnce, logFile }: SoakPlan, front: TlsFront): Promise<() => Promise<void>> {
  // One that is started again listens where GitHub tells it.
  const port = await findFreePort();
  const up = home.start(["up", "--listen", `127.0.0.1:${port}`], {
    env: {
      ...{ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile },
      CATALYST_MAX_EXECUTIONS: String(atOnce),
    },
  });
  if (logFile !== null) {
    const log = createWriteStream(logFile);
    up.process.stdout.pipe(log, { end: false });
    up.process.stderr.pipe(log, { end: false });
  }
  await up.shows("Ctrl-C ends it");
  return async () => {
    up.process.kill("SIGINT");
    await up.ended;
  };
}

function makeManyPeer(owners: readonly string[]): Promise<Peer> {
  const repository = { roles: { [ADA]: "write" as const }, isPrivate: true, files: { "README.md": "# Shop\n" } };
  return makePeer({
    people: [ADA],
    organizations: owners,
    repositories: Object.fromEntries(owners.map((owner) => [`${owner}/${REPOSITORY}`, repository])),
    installations: Object.fromEntries(owners.map((owner) => [owner, { repositories: [REPOSITORY] }])),
  });
}

interface Introduced {
  peer: Peer;
  host: string;
  modelUrl: string;
}

async function introduce(home: TestHome, { peer, host, modelUrl }: Introduced): Promise<void> {
  const { app } = peer;
  const key = join(home.path, "app.pem");
  await writeFile(key, app.privateKey, { mode: 0o600 });
  const named = ["--app-id", String(app.id), "--slug", app.slug, "--host", host, "--key", key];
  await succeed(home, ["github", "add", ...named], app.webhook.secret);
  await rm(key);
  await succeed(
    home,
    ["credentials", "add", "anthropic", "--base-url", modelUrl],
    "a-key-that-is-worth-nothing-anywhere",
  );
  await succeed(home, ["config", "set", "defaultAgent", SOAK_AGENT]);
  for (const cap of ["perAuthorHour", "perRepositoryDay"]) {
    await succeed(home, ["config", "set", `github.caps.${cap}`, "1000"]);
  }
  // Never met: where nothing is limited, what a killed gateway's last requests cost isn't known (ADR 0450).
  await succeed(home, ["config", "set", "budgets.day.tokens", "1000000000"]);
  await linkToOwner(home.path, peer, { login: ADA, host });
  const port = (await readFile(join(home.path, "server", "port"), "utf8")).trim();
  app.webhook.url = `http://127.0.0.1:${port}/api/github/webhook`;
}

async function succeed(home: TestHome, args: string[], stdin = ""): Promise<void> {
  const { exitCode, stdout, stderr } = await home.run(args, { stdin: `${stdin}\n` });
  if (exitCode !== 0) {
    throw new Error(`catalyst ${args.slice(0, 2).join(" ")} failed:\n${stdout}${stderr}`);
  }
}
