import { z } from "zod";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { DeliveryDecision } from "../../forge/delivery/delivery.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { Act } from "../decide/decision.ts";
import { DEFAULT_TRIGGER_POLICY, type ForgeIdentity } from "../decide/trigger-policy.ts";
import { signalOf } from "../signal/signal-of.ts";
import { type DecidedSignal, type DecideSignalDeps, decideSignal } from "./decide-signal.ts";
import type { WithReader } from "./forge-reader.ts";

/** A webhook's delivery that an App of ours signed. */
export interface HeardDelivery {
  app: GitHubApp;
  guid: string;
  event: string;
  payload: unknown;
}

export interface DecideDeliveryDeps extends Omit<DecideSignalDeps, "withReader"> {
  repos: Pick<RepoStore, "listOfForge">;
  readerOf(of: { app: GitHubApp; installationId: number; repositoryId: number }): WithReader;
}

/** What a delivery came to; the reason is a code of ours. */
export interface DecidedDelivery {
  decision: DeliveryDecision;
  reason: string;
}

const Installed = z.object({ installation: z.object({ id: z.int().positive() }) });

/** Decides what a delivery means, and does it. Throws `ForgeAway` where GitHub can't be asked: it is to be decided later. */
export async function decideDelivery(heard: HeardDelivery, deps: DecideDeliveryDeps): Promise<DecidedDelivery> {
  const { app, guid, payload } = heard;
  const reading = signalOf(heard);
  if (reading.kind === "none") {
    return { decision: "ignored", reason: reading.reason };
  }
  const { signal } = reading;
  const installation = Installed.safeParse(payload).data?.installation;
  const repositoryId = Number(signal.repository.id);
  const [repo] = await deps.repos.listOfForge({ host: app.host, id: repositoryId });
  if (repo === undefined || installation === undefined) {
    return { decision: "ignored", reason: "repository_unknown" };
  }
  const decided = await decideSignal(
    {
      ...{ signal, repo, delivery: guid, host: app.host },
      ...{ identity: identityOfApp(app), policy: DEFAULT_TRIGGER_POLICY },
    },
    { ...deps, withReader: deps.readerOf({ app, installationId: installation.id, repositoryId }) },
  );
  return describe(decided);
}

/** Who we are where the App is. */
function identityOfApp({ botUserId, slug, machineUsers }: GitHubApp): ForgeIdentity {
  return {
    botId: botUserId === null ? null : String(botUserId),
    assigneeIds: machineUsers.map(({ id }) => String(id)),
    teamIds: [],
    mentionNames: [slug, ...machineUsers.map(({ login }) => login)],
  };
}

const DECISIONS = {
  submit: "task",
  message: "message",
  join: "message",
  cancel: "command",
  thread: "command",
} as const satisfies Record<Act["kind"], DeliveryDecision>;

function describe(decided: DecidedSignal): DecidedDelivery {
  if (decided.kind === "known") {
    return { decision: "known", reason: decided.trigger.reason ?? decided.trigger.act ?? decided.trigger.decision };
  }
  const { decision } = decided;
  return decision.kind === "accepted"
    ? { decision: DECISIONS[decision.act.kind], reason: decision.act.kind }
    : { decision: decision.kind, reason: decision.reason };
}
