import {
  type AgentCatalog,
  CatalystError,
  type CheckSettingsDeps,
  checkSettingsAt,
  type Retention,
  type Rotated,
  type SweepDeps,
  sweep,
  type TellProgress,
  type WorkerAnswer,
  type WorkerWish,
} from "@catalyst/core";
import type { AgentMachine } from "../agents/agent-machine.ts";
import type { SignInWish } from "../agents/sign-in-chatgpt.ts";
import { answerGitHub, type GitHubWishDeps } from "../github/wishes/answer-github.ts";
import { lookAtRepository } from "./look-at-repository.ts";
import { type MeasureDeps, measureKept } from "./measure-kept.ts";
import { type ReadDiffDeps, readDiff } from "./read-diff.ts";

/** For what isn't to take long. */
const QUICK_SECONDS = 110;

export interface GrantDeps {
  agents: Pick<AgentCatalog, "find" | "ensureInstalled">;
  machine: AgentMachine;
  retention: Retention;
  sweepDeps: SweepDeps;
  settingsDeps: CheckSettingsDeps;
  measureDeps: MeasureDeps;
  diffDeps: ReadDiffDeps;
  github: GitHubWishDeps;
  /** Changes the workers' pair. */
  rotateKeys: () => Promise<Rotated>;
  /** Hosts of the owner's own network whose repositories may be read. */
  privateHosts: readonly string[];
  /** Drops what setups made, of one repository or of all; how many. */
  dropSetups: (repoId: string | null) => Promise<number>;
  /** Signs a person in, and stores what comes of it as theirs; as which credential. */
  signInToChatGpt: (wish: SignInWish, tell: TellProgress) => Promise<string>;
  signal: AbortSignal;
}

/** Does what a worker is asked for. Throws a CatalystError for what can't be done. */
export async function grantWish(wish: WorkerWish, tell: TellProgress, deps: GrantDeps): Promise<WorkerAnswer> {
  switch (wish.kind) {
    case "install_agent":
      return { kind: "installed", version: await install(wish, tell, deps) };
    case "sweep": {
      const { kinds } = wish;
      const ended = Object.fromEntries((kinds ?? []).map((kind) => [kind, 0]));
      const retention = { ...deps.retention, ...ended };
      return { kind: "swept", removed: await sweep({ retention, kinds: kinds ?? undefined }, deps.sweepDeps) };
    }
    case "drop_setups":
      return { kind: "dropped", count: await deps.dropSetups(wish.repoId) };
    case "sign_in_chatgpt":
      return { kind: "signed_in", credentialId: await deps.signInToChatGpt(wish, tell) };
    default:
      return withinTime(answerQuickly(wish, deps));
  }
}

type LastingKind = "install_agent" | "sweep" | "drop_setups" | "sign_in_chatgpt";

async function answerQuickly(
  wish: Exclude<WorkerWish, { kind: LastingKind }>,
  { machine, privateHosts, settingsDeps, measureDeps, diffDeps, github, rotateKeys }: GrantDeps,
): Promise<WorkerAnswer> {
  switch (wish.kind) {
    case "list_agents":
      return { kind: "agents", agents: await machine.list() };
    case "start_agent":
      return { kind: "started", ...(await machine.start(wish.agentId)) };
    case "check_definition":
      return { kind: "definition", checked: machine.checkDefinition(wish) };
    case "look_at_repository":
      return { kind: "repository", seen: await lookAtRepository(wish, { privateHosts }) };
    case "measure_kept":
      return { kind: "kept", kept: await measureKept(measureDeps) };
    case "read_diff":
      return { kind: "diff", ...(await readDiff(wish, diffDeps)) };
    case "rotate_keys":
      return { kind: "rotated", ...(await rotateKeys()) };
    case "check_settings":
      return { kind: "settings", ...(await checkSettingsAt(wish, settingsDeps)) };
    default:
      return answerGitHub(wish, github);
  }
}

async function install(
  { agentId, from }: Extract<WorkerWish, { kind: "install_agent" }>,
  tell: TellProgress,
  { agents, machine, signal }: GrantDeps,
): Promise<string | null> {
  if (from !== null) {
    return machine.adopt({ agentId, from, onProgress: tell });
  }
  return agents.ensureInstalled(await agents.find(agentId, null), { onProgress: tell, signal });
}

/** What doesn't end goes on by itself; nobody is held up by it. */
async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(
      new CatalystError("unavailable", `Doing what was asked for failed: it didn't end within ${QUICK_SECONDS} s.`),
    );
  }, QUICK_SECONDS * 1000);
  work.catch(() => undefined);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
