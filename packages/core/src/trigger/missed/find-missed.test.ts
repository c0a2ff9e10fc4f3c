import { beforeEach, expect, test } from "vitest";
import { memoryRepoStore } from "../../testing/stores/accounts/memory-repo-store.ts";
import { memorySettingsStore } from "../../testing/stores/accounts/memory-settings-store.ts";
import { memoryTriggerStore } from "../../testing/stores/forge/memory-trigger-store.ts";
import { addRepo, createMemory, type Memory } from "../../testing/stores/memory.ts";
import { identityOf } from "../hear/record.ts";
import { signalOfEvent } from "../key/find-event.ts";
import type { ForgeEvent } from "../signal/read/event-rules.ts";
import type { Signal, SignalAccount } from "../signal/signal.ts";
import { findMissed } from "./find-missed.ts";
import type { MissedReader, OpenSubject } from "./missed-reader.ts";

const ADA: SignalAccount = { id: "7", login: "ada", kind: "person" };
const AGENT: SignalAccount = { id: "90", login: "catalyst-agent", kind: "person" };
const BOT: SignalAccount = { id: "91", login: "catalyst[bot]", kind: "bot" };
const APP = {
  ...{ id: "00000000-0000-4000-8000-000000000001", host: "github.com", slug: "catalyst", botUserId: 91 },
  machineUsers: [{ id: 90, login: "catalyst-agent" }],
  watched: null,
};
const REPOSITORY = { id: "5", owner: "acme", name: "shop", isArchived: false };

let memory: Memory;
let subjects: OpenSubject[];
let events: Map<number, ForgeEvent[]>;
let asked: number[];

beforeEach(async () => {
  memory = createMemory();
  subjects = [];
  events = new Map();
  asked = [];
});

const reader: MissedReader<string> = {
  repository: REPOSITORY,
  listOpen: async () => ({ subjects, isWhole: true }),
  async listEvents({ number }) {
    asked.push(number);
    return (events.get(number) ?? []).map((event) => ({ event, told: `told of ${event.eventId}` }));
  },
};

function open(number: number, boxes: Partial<OpenSubject>, ...happened: Partial<ForgeEvent>[]): void {
  const subject: OpenSubject = {
    ...{ number, kind: "issue", title: `Number ${number}`, assigneeIds: [], labels: [] },
    ...{ reviewerIds: [], reviewTeamIds: [], ...boxes },
  };
  subjects.push(subject);
  events.set(
    number,
    happened.map((event) => event as ForgeEvent),
  );
}

const at = (minute: number) => new Date(Date.UTC(2026, 4, 2, 10, minute));
const happened = (eventId: string, body: object, actor: SignalAccount | null = ADA) =>
  ({ ...body, eventId, number: null, actor, at: at(Number(eventId)), isByAgent: false }) as Partial<ForgeEvent>;
const assigned = (eventId: string, account = AGENT, actor = ADA) =>
  happened(eventId, { kind: "assigned", account }, actor);
const labeled = (eventId: string, label = "catalyst") => happened(eventId, { kind: "labeled", label });
const requested = (eventId: string, account = AGENT) =>
  happened(eventId, { kind: "review_requested", reviewer: { kind: "account", account } });

async function find(): Promise<string[]> {
  const deps = { reader, triggers: memoryTriggerStore(memory), repos: memoryRepoStore(memory) };
  const { missed } = await findMissed(APP, { ...deps, settings: memorySettingsStore(memory) });
  return missed.map(({ request, told }) => `#${request.number} ${request.asked} by ${request.by}: ${told}`);
}

test("what asks us in the boxes of issues and pull requests is found, of each the newest", async () => {
  open(1, { assigneeIds: ["7", "90"] }, assigned("1", ADA), assigned("2"));
  open(2, { labels: ["bug", "Catalyst:codex"] }, labeled("3", "catalyst:codex"), labeled("4", "bug"));
  open(3, { kind: "pull_request", reviewerIds: ["90"] }, requested("5", ADA), requested("6"));
  open(4, { assigneeIds: ["90"], labels: ["catalyst"] }, assigned("7"), labeled("8"));
  open(5, { assigneeIds: ["7"], labels: ["bug"] }, assigned("9", ADA));
  expect(await find()).toEqual([
    "#1 assigned by ada: told of 2",
    "#2 labeled by ada: told of 3",
    "#3 review_requested by ada: told of 6",
    "#4 labeled by ada: told of 8",
  ]);
  expect(asked).toEqual([1, 2, 3, 4]);
});

test("an assigned pull request asks us nothing, nor does what we or an agent did, nor what nobody knows who did", async () => {
  open(1, { kind: "pull_request", assigneeIds: ["90"] }, assigned("1"));
  open(2, { assigneeIds: ["90"] }, assigned("2", AGENT, BOT));
  open(3, { assigneeIds: ["90"] }, { ...assigned("3"), isByAgent: true });
  open(4, { labels: ["catalyst"] }, { ...labeled("4"), actor: null });
  open(5, { labels: ["catalyst"] });
  expect(await find()).toEqual([]);
});

test("what was decided once isn't found, and by the project's own label alone", async () => {
  const repo = { ...addRepo(memory), url: "https://github.com/acme/shop", vcs: "github" as const };
  memory.repos.set(repo.id, repo);
  await memoryRepoStore(memory).linkForge(repo.id, { host: "github.com", id: 5 });
  open(1, { assigneeIds: ["90"] }, assigned("1"));
  open(2, { labels: ["catalyst"] }, labeled("2"));
  expect(await find()).toHaveLength(2);
  const signal = signalOfEvent(assigned("1") as ForgeEvent, { repository: REPOSITORY, number: 1 }) as Signal;
  await memoryTriggerStore(memory).once(identityOf({ host: "github.com", signal, repo }), async () => ({
    ...{ actorId: ADA.id, actorLogin: ADA.login, delivery: "poll", decision: "ignored", reason: "no_permission" },
    ...{ act: null, threadAct: null, isAutomatic: false, taskId: null },
  }));
  expect(await find()).toEqual(["#2 labeled by ada: told of 2"]);
});

test("of very many a hundred are looked at, which is said", async () => {
  for (let number = 1; number <= 101; number += 1) {
    open(number, { labels: ["catalyst"] }, labeled(String(number)));
  }
  const deps = { reader, triggers: memoryTriggerStore(memory), repos: memoryRepoStore(memory) };
  const found = await findMissed(APP, { ...deps, settings: memorySettingsStore(memory) });
  expect(found.missed).toHaveLength(100);
  expect(found.isWhole).toBe(false);
});
