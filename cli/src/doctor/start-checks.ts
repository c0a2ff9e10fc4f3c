import { join } from "node:path";
import type { ApiClient } from "@catalyst/api/own";
import type { CliConfig } from "../config.ts";
import { describeError, type Finding, failed, isFailed } from "./finding.ts";

/** A prerequisite that is being tried. */
export interface Trial {
  what: string;
  findings: Promise<Finding[]>;
}

type Found = Finding | Finding[];

/**
 * Tries everything at once; in the order in which it is told. Each check is loaded when it begins, the longest first: the
 * trial environment works in processes of its own while the others are loaded.
 */
export async function startChecks(config: CliConfig): Promise<Trial[]> {
  const { checkHome, checkNode, checkPlatform } = await import("./machine/check-machine.ts");
  const home = attempt("home", () => checkHome(config.home));
  const isUsable = !(await home.findings).some(isFailed);
  const inHome = (what: string, check: () => Promise<Found>) => attempt(what, isUsable ? check : async () => []);
  const isolation = inHome("isolation", await loadIsolation(config));
  const storage = inHome("storage", async () => (await import("./machine/check-storage.ts")).checkStorage(config));
  const services = inHome("services", async () => {
    const { checkServices } = await import("./check-services.ts");
    return checkServices(config, storage.findings);
  });
  // What the server knows is asked of it; where it doesn't answer, the services say why.
  const asked = (what: string, check: (client: ApiClient) => Promise<Found>) =>
    attempt(what, async () => {
      const [found] = await services.findings;
      return found?.state === "ok" ? check(await openClient(config.home)) : [];
    });
  return [
    attempt("platform", checkPlatform),
    attempt("Node", checkNode),
    attempt("git", async () => (await import("./machine/check-git.ts")).checkGit()),
    home,
    isolation,
    attempt("places", async () => (await import("./machine/check-places.ts")).checkPlaces(config)),
    storage,
    asked("credentials", async (client) =>
      (await import("./agents/check-credentials.ts")).checkCredentials(client, config),
    ),
    asked("pairs", async (client) => (await import("./check-pairs.ts")).checkPairs(client, new Date())),
    asked("what is kept", async (client) => (await import("./machine/check-kept.ts")).checkKept(client)),
    attempt("installing", async () => (await import("./agents/check-installing.ts")).checkInstalling(config)),
    attempt("clock", async () => (await import("./server/check-clock.ts")).checkClock(new Date())),
    asked("server", async (client) => (await import("./server/check-server.ts")).checkServer(client, config)),
    attempt("web app", async () => (await import("./check-web.ts")).checkWeb(config)),
    attempt("e-mail", async () => (await import("./check-mail.ts")).checkMail(config)),
    asked("GitHub", async (client) => (await import("./check-github.ts")).checkGitHub(client)),
    asked("agents", async (client) =>
      (await import("./agents/check-agents-installed.ts")).checkAgentsInstalled(client),
    ),
    services,
  ];
}

/** What always holds, looked at in this home. */
export function startInvariants(config: CliConfig, graceSeconds: number): Trial[] {
  const check = async () => (await import("./invariants/check-invariants.ts")).checkInvariants(config, graceSeconds);
  return [attempt("what always holds", check)];
}

async function openClient(home: string): Promise<ApiClient> {
  const { createOwnClient } = await import("@catalyst/api/own");
  const { unixSocketTransport } = await import("@catalyst/api/unix-socket");
  return createOwnClient(unixSocketTransport(join(home, "server", "server.sock")));
}

async function loadIsolation(config: CliConfig): Promise<() => Promise<Finding[]>> {
  const { checkIsolationHere } = await import("./machine/check-isolation-here.ts");
  return () => checkIsolationHere(config);
}

/** What is tried in vain is told as a finding, too: all others go on. */
export function attempt(what: string, check: () => Found | Promise<Found>): Trial {
  const run = async () => {
    try {
      return [await check()].flat();
    } catch (error) {
      return [failed(what, describeError(error), "See where it comes from: catalyst doctor --debug")];
    }
  };
  return { what, findings: run() };
}
