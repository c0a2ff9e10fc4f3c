import { z } from "zod";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { DeliveryDecision } from "../../forge/delivery/delivery.ts";
import { type RegistryEvent, readRegistryEvent } from "../../forge/registry/registry-event.ts";
import type { Act } from "../decide/decision.ts";
import { screenSignal } from "../decide/screen.ts";
import type { Signal } from "../signal/signal.ts";
import { signalOf } from "../signal/signal-of.ts";
import { type DecidedSignal, decideSignal } from "./decide-signal.ts";
import { findPolicy } from "./find-policy.ts";
import { ensureRepository, findPlace, whyNotTheirs } from "./find-repository.ts";
import { type FollowMovedDeps, followMoved } from "./follow-moved.ts";
import { hear } from "./heard-signal.ts";
import { knowLabel } from "./know-label.ts";
import { knowProposal } from "./know-proposal.ts";
import type { LabelStore } from "./label-store.ts";

/** A webhook's delivery that an App of ours signed. */
export interface HeardDelivery {
  app: GitHubApp;
  guid: string;
  event: string;
  payload: unknown;
  /** When it came first; absent: long ago. */
  receivedAt?: Date;
}

export interface DecideDeliveryDeps extends FollowMovedDeps {
  labels: LabelStore;
  /** Notes how what the event names is now. Throws as the forge's reader. */
  keepRegistry(app: GitHubApp, event: RegistryEvent): Promise<void>;
}

/** What a delivery came to; the reason is a code of ours. */
export interface DecidedDelivery {
  decision: DeliveryDecision;
  reason: string;
}

const SETTLE_MILLISECONDS = 3 * 60_000;

/** What is told may be out of date in a moment: it is to be decided then. */
export class NotSettled extends Error {
  override readonly name = "NotSettled";
  readonly until: Date;

  constructor(until: Date) {
    super("It is waited for what comes next.");
    this.until = until;
  }
}

const Installed = z.object({ installation: z.object({ id: z.int().positive() }) });

/**
 * Decides what a delivery means, and does it. Throws `ForgeAway` where GitHub can't be asked, and `NotSettled` where it is too early: it
 * is to be decided later.
 */
export async function decideDelivery(heard: HeardDelivery, deps: DecideDeliveryDeps): Promise<DecidedDelivery> {
  const { app, guid, payload } = heard;
  const changed = readRegistryEvent(heard);
  if (changed !== null) {
    await deps.keepRegistry(app, changed);
    return { decision: "kept", reason: changed.kind };
  }
  const reading = signalOf(heard);
  if (reading.kind === "none") {
    return { decision: "ignored", reason: reading.reason };
  }
  const installation = Installed.safeParse(payload).data?.installation;
  const place = installation === undefined ? null : await findPlace(reading.signal, app, deps);
  if (place === null || installation === undefined) {
    return { decision: "ignored", reason: "repository_unknown" };
  }
  const { identity, policy } = await findPolicy({ app, projectId: place.projectId }, deps);
  const repositoryId = Number(reading.signal.repository.id);
  const withReader = deps.readerOf({ app, installationId: installation.id, repositoryId });
  const labeled = { signal: reading.signal, repoId: place.repo?.id ?? null, policy };
  const named = await knowLabel(labeled, { ...deps, withReader });
  const signal = await knowProposal(named, { repoId: labeled.repoId, triggers: deps.triggers });
  const screened = screenSignal(signal, { identity, policy, heard: hear(signal, identity) });
  if (screened !== null) {
    return { decision: "ignored", reason: screened };
  }
  const settlesAt = settlesAtOf(signal, heard);
  if (settlesAt !== null && deps.now() < settlesAt) {
    throw new NotSettled(settlesAt);
  }
  const obstacle = await whyNotTheirs(place, { signal, withReader });
  if (obstacle !== null) {
    return { decision: "ignored", reason: obstacle };
  }
  const repo = await ensureRepository(place, { signal, host: app.host }, deps);
  if (place.repo === null) {
    // Until now it was nobody's, and its labels with it.
    await knowLabel({ ...labeled, repoId: repo.id }, { ...deps, withReader });
  }
  const heardSignal = { signal, repo, delivery: guid, host: app.host, identity, policy };
  const decided = await decideSignal(heardSignal, { ...deps, withReader });
  if (signal.kind === "gone") {
    await followMoved({ app, delivery: guid, signal, decided }, deps);
  }
  return describe(decided);
}

/** When a branch that is pushed to has come to rest, so that not each of its commits is looked at; null: it isn't waited for. */
function settlesAtOf(signal: Signal, { receivedAt }: HeardDelivery): Date | null {
  const isMoved = signal.kind === "head_changed" && signal.isOfTask !== true && receivedAt !== undefined;
  return isMoved ? new Date(receivedAt.getTime() + SETTLE_MILLISECONDS) : null;
}

const DECISIONS = {
  submit: "task",
  message: "message",
  join: "message",
  cancel: "command",
  note_push: "command",
  end: "command",
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
