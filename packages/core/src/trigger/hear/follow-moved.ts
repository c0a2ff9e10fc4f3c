import type { AccountStore } from "../../account/account-store.ts";
import { personOf } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { GitHubInstallationStore } from "../../forge/app/installation-store.ts";
import type { AgentTask } from "../../task/task.ts";
import type { TaskStore } from "../../task/task-store.ts";
import { wishOf } from "../signal/moved-wish.ts";
import type { Signal, SignalAccount, SignalOf } from "../signal/signal.ts";
import { type DecidedSignal, type DecideSignalDeps, decideSignal } from "./decide-signal.ts";
import { type FindPolicyDeps, findPolicy } from "./find-policy.ts";
import { ensureRepository, type FindRepositoryDeps, findPlace, whyNotTheirs } from "./find-repository.ts";
import type { WithReader } from "./forge-reader.ts";

export interface FollowMovedDeps
  extends Omit<DecideSignalDeps, "withReader" | "accounts">,
    FindRepositoryDeps,
    FindPolicyDeps {
  accounts: DecideSignalDeps["accounts"] & FindRepositoryDeps["accounts"] & Pick<AccountStore, "listForgeLinks">;
  tasks: Pick<TaskStore, "get">;
  executions: Pick<ExecutionStore, "listForTask">;
  installations: Pick<GitHubInstallationStore, "listShowing">;
  readerOf(of: { app: GitHubApp; installationId: number; repositoryId: number }): WithReader;
}

/** An issue that was moved, and what its task came to. */
export interface Moved {
  app: GitHubApp;
  delivery: string;
  signal: SignalOf<"gone">;
  decided: DecidedSignal;
}

/**
 * Asks once more for what was asked about an issue where that is by now, as whoever asked: they are heard there as anybody who asks, with the
 * rights that they have in that repository. Nothing is asked where no App of ours is, and for whom the forge doesn't know. Throws `ForgeAway`.
 */
export async function followMoved({ app, delivery, signal, decided }: Moved, deps: FollowMovedDeps): Promise<void> {
  const taskId = endedBy(decided);
  const task = taskId === null || signal.to === undefined ? null : await deps.tasks.get(taskId);
  if (task === null || signal.to === undefined) {
    return;
  }
  const { host } = app;
  const { repository, number } = signal.to;
  const showing = await deps.installations.listShowing({ host, repositoryId: Number(repository.id) });
  const installation = showing.find(({ appId, suspendedAt }) => appId === app.id && suspendedAt === null);
  if (installation === undefined) {
    return;
  }
  const where = { app, installationId: installation.installationId, repositoryId: Number(repository.id) };
  const withReader = deps.readerOf(where);
  const asker = await findAsker({ task, host, withReader }, deps);
  const place = asker === null ? null : await findPlace({ repository, actor: asker }, app, deps);
  if (asker === null || place === null) {
    return;
  }
  if ((await whyNotTheirs(place, { signal: { actor: asker }, withReader })) !== null) {
    return;
  }
  const known = await findPolicy({ app, projectId: place.projectId }, deps);
  const isBot = known.policy.botIds.includes(asker.id);
  const actor = { ...asker, kind: isBot ? ("bot" as const) : ("person" as const) };
  const moved: Signal = { ...{ kind: "moved", repository, number, actor, at: signal.at }, wish: wishOf(task) };
  const repo = await ensureRepository(place, { signal: moved, host }, deps);
  await decideSignal({ signal: moved, repo, delivery, host, ...known }, { ...deps, withReader });
}

/**
 * As which account of the forge whoever asked for the task asks for it anew: they did by it, or it is linked to them. null: the forge doesn't
 * know them, so that nobody could say what they may there.
 */
async function findAsker(
  { task, host, withReader }: { task: AgentTask; host: string; withReader: WithReader },
  { executions, accounts }: Pick<FollowMovedDeps, "executions" | "accounts">,
): Promise<SignalAccount | null> {
  const forge = forgeOfHost(host);
  const asker = (await executions.listForTask(task.id)).at(-1)?.askedBy;
  if (asker?.kind === "forge_account") {
    return asker.forge === forge ? { id: asker.accountId, login: asker.login, kind: "person" } : null;
  }
  const userId = asker === undefined ? null : personOf(asker);
  const links = userId === null ? [] : await accounts.listForgeLinks(userId);
  const link = links.find((one) => one.forge === forge);
  return link === undefined ? null : withReader((reader) => reader.findAccount(link.accountId));
}

/** The task that was ended as its issue is gone; null: none was. A delivery that comes once more finds it decided. */
function endedBy(decided: DecidedSignal): string | null {
  if (decided.kind === "known") {
    return decided.trigger.act === "end" ? decided.trigger.taskId : null;
  }
  const { decision } = decided;
  return decision.kind === "accepted" && decision.act.kind === "end" ? decision.act.taskId : null;
}
