import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import {
  type GatewayAnswer,
  type GatewayWish,
  loadSettings,
  NOTHING_SWEPT,
  type WorkerAnswer,
  type WorkerWish,
} from "@catalyst/core";
import { postgresGatewayWishStore } from "@catalyst/postgres";
import type { TestServer } from "../../server/src/testing/start-test-server.ts";

const LOOK_MILLISECONDS = 20;

/** Answers what the server asks of a gateway and of a worker. Returns how to stop. */
export function answerWishes({ db, deps }: TestServer): () => Promise<void> {
  const gateway = postgresGatewayWishStore(db);
  const { wishes: worker } = deps.worker;
  let isStopping = false;
  const answering = (async () => {
    while (!isStopping) {
      await gateway.answerNext(async (wish) => answerOfGateway(wish));
      await worker.answerNext(async (wish) => answerOfWorker(wish));
      await wait(LOOK_MILLISECONDS);
    }
  })();
  return async () => {
    isStopping = true;
    await answering;
  };
}

function answerOfGateway({ kind }: GatewayWish): GatewayAnswer {
  return kind === "test_credential" ? { kind: "tested", outcome: "ok", detail: "" } : ROTATED;
}

const ROTATED = {
  ...{ kind: "rotated", keyId: "0", wrappedCount: 0 },
  ...{ neededKeyIds: [], removableKeyIds: null, problems: [] },
} satisfies GatewayAnswer & WorkerAnswer;

function answerOfWorker(wish: WorkerWish): WorkerAnswer {
  switch (wish.kind) {
    case "install_agent":
      return { kind: "installed", version: "1.0.0" };
    case "sweep":
      return { kind: "swept", removed: NOTHING_SWEPT };
    case "drop_setups":
      return { kind: "dropped", count: 1 };
    case "sign_in_chatgpt":
      return { kind: "signed_in", credentialId: randomUUID() };
    case "list_agents":
      return { kind: "agents", agents: [{ id: "mine", problem: "It has no name." }] };
    case "start_agent":
      return { kind: "started", agentId: "aider", started: { outcome: "ok", version: "1.0.0" } };
    case "check_definition":
      return { kind: "definition", checked: { agent: null, problem: "It has no name." } };
    case "look_at_repository":
      return { kind: "repository", seen: { ...SEEN, baseName: wish.base ?? "main" } };
    case "watch_repository":
      return { kind: "repository_watched", appId: randomUUID() };
    case "rotate_keys":
      return ROTATED;
    case "measure_kept":
      return { kind: "kept", kept: [{ kind: "mirrors", bytes: null, days: 30 }] };
    case "check_settings":
      return { kind: "settings", settings: SETTINGS, note: null, isCheckout: wish.base === null };
    case "read_diff":
      return { kind: "diff", text: "", nextOffset: null };
    case "convert_manifest":
      return { kind: "app_added", appId: randomUUID() };
    case "look_at_installations":
      return { kind: "installations_noted" };
    case "inspect_github":
      return { kind: "github_inspected", findings: [], leftOut: 0 };
    case "change_machine_users":
      return { kind: "machine_users_changed" };
    case "find_missed":
      return { kind: "missed_found", missed: [], isWhole: true };
    case "begin_missed":
      return { kind: "missed_begun", begun: [] };
    case "begin_github_link":
      return { kind: "github_link_begun", begun: LINK };
    case "ask_github_link":
      return { kind: "github_link_asked", asked: { kind: "waiting", intervalSeconds: 5 } };
  }
}

const SEEN = { vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: { name: "main", isSaid: false } } as const;
const LINK = {
  ...{ userCode: "WDJB-MJHT", page: "https://github.com/login/device" },
  ...{ intervalSeconds: 5, lifetimeSeconds: 900, pending: "later" },
};
const SETTINGS = loadSettings(
  { files: new Map(), where: "nowhere", config: null, vcs: "local", limits: null },
  {} as never,
);
