import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { MissedRequest } from "../../forge/missed/missed-request.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { readTriggerLabel, screenSignal } from "../decide/screen.ts";
import type { ForgeIdentity, TriggerPolicy } from "../decide/trigger-policy.ts";
import { type FindPolicyDeps, findPolicy, policyWithoutProject } from "../hear/find-policy.ts";
import { identityOf } from "../hear/record.ts";
import type { TriggerStore } from "../hear/trigger-store.ts";
import { signalOfEvent } from "../key/find-event.ts";
import { targetOf } from "../key/trigger-key.ts";
import type { Signal } from "../signal/signal.ts";
import type { MissedReader, OpenSubject, ToldEvent } from "./missed-reader.ts";

/** Each costs a request, and somebody waits. */
const MAX_SUBJECTS = 100;

export interface FindMissedDeps<Told> extends FindPolicyDeps {
  triggers: Pick<TriggerStore, "find">;
  repos: Pick<RepoStore, "listOfForge">;
  reader: MissedReader<Told>;
}

export interface FoundMissed<Told> {
  request: MissedRequest;
  told: Told;
}

interface Here {
  app: Pick<GitHubApp, "id" | "host" | "slug">;
  repo: Repo | null;
  identity: ForgeIdentity;
  policy: TriggerPolicy;
}

/**
 * What was asked of us without words in a repository, stands so still, and was never decided: of each issue and pull request the newest.
 * `isWhole` false: there is more than is looked at. Throws as the reader does.
 */
export async function findMissed<Told>(
  app: Pick<GitHubApp, "id" | "host" | "slug" | "botUserId" | "machineUsers" | "watched">,
  deps: FindMissedDeps<Told>,
): Promise<{ missed: FoundMissed<Told>[]; isWhole: boolean }> {
  const { reader, repos } = deps;
  const [repo = null] = await repos.listOfForge({ host: app.host, id: Number(reader.repository.id) });
  const known = repo === null ? policyWithoutProject(app) : await findPolicy({ app, projectId: repo.projectId }, deps);
  const here = { app, repo, ...known };
  const open = await reader.listOpen();
  const asked = open.subjects.filter((subject) => wishesOf(subject, here).length > 0);
  const missed: FoundMissed<Told>[] = [];
  for (const subject of asked.slice(0, MAX_SUBJECTS)) {
    const found = await findOf(subject, here, deps);
    if (found !== null) {
      missed.push(found);
    }
  }
  return { missed, isWhole: open.isWhole && asked.length <= MAX_SUBJECTS };
}

interface Wish {
  asked: MissedRequest["asked"];
  target: string;
}

/** What in its boxes asks us for something, as events name it. */
function wishesOf(subject: OpenSubject, { identity, policy }: Pick<Here, "identity" | "policy">): Wish[] {
  const { assigneeIds, teamIds } = identity;
  const ours = (ids: readonly string[], own: readonly string[]) => ids.filter((id) => own.includes(id));
  const labels = subject.labels.filter((label) => readTriggerLabel(label, policy) !== undefined);
  const people =
    subject.kind === "issue"
      ? ours(subject.assigneeIds, assigneeIds).map((target): Wish => ({ asked: "assigned", target }))
      : [
          ...ours(subject.reviewerIds, assigneeIds),
          ...ours(subject.reviewTeamIds, teamIds).map((id) => `team ${id}`),
        ].map((target): Wish => ({ asked: "review_requested", target }));
  return [...people, ...labels.map((label): Wish => ({ asked: "labeled", target: label.toLowerCase() }))];
}

async function findOf<Told>(
  subject: OpenSubject,
  here: Here,
  { reader, triggers }: Pick<FindMissedDeps<Told>, "reader" | "triggers">,
): Promise<FoundMissed<Told> | null> {
  const { repository } = reader;
  const wishes = wishesOf(subject, here);
  const newest = (await reader.listEvents(subject))
    .map((one) => ({ ...one, signal: signalOf(one, { repository, number: subject.number }) }))
    .filter(({ signal }) => signal !== null && wishes.some((wish) => isOf(signal, wish)))
    .sort((one, other) => Number(other.event.eventId) - Number(one.event.eventId))[0];
  if (newest?.signal == null || screenSignal(newest.signal, { ...here, heard: { kind: "none" } }) !== null) {
    return null;
  }
  const { signal, event, told } = newest;
  const isDecided =
    here.repo !== null && (await triggers.find(identityOf({ host: here.app.host, signal, repo: here.repo }))) !== null;
  return isDecided ? null : { request: describe({ subject, signal, eventId: event.eventId }, here), told };
}

function signalOf<Told>({ event }: ToldEvent<Told>, of: Pick<Signal, "repository" | "number">): Signal | null {
  return event.isByAgent ? null : signalOfEvent(event, of);
}

function isOf(signal: Signal, { asked, target }: Wish): boolean {
  return signal.kind === asked && targetOf(signal) === target;
}

function describe(
  { subject, signal, eventId }: { subject: OpenSubject; signal: Signal; eventId: string },
  { app }: Pick<Here, "app">,
): MissedRequest {
  const { repository, actor, at } = signal;
  return {
    ...{ appId: app.id, host: app.host, app: app.slug },
    ...{ repositoryId: Number(repository.id), repository: `${repository.owner}/${repository.name}` },
    ...{ number: subject.number, kind: subject.kind, title: subject.title },
    ...{ asked: signal.kind as MissedRequest["asked"], by: actor.login, at: at.toISOString(), eventId },
  };
}
