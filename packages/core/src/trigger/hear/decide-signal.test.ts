import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { AgentExecution } from "../../execution/execution.ts";
import { ForgeAway } from "../../forge/forge-outcome.ts";
import { emptyResult } from "../../result/empty-result.ts";
import type { AgentTask } from "../../task/task.ts";
import { type MemoryForgeReader, memoryForgeReader } from "../../testing/forge/memory-forge-reader.ts";
import { memoryTriggerStore } from "../../testing/stores/forge/memory-trigger-store.ts";
import { addRepo, createMemory, type Memory } from "../../testing/stores/memory.ts";
import type { AnswerPayload } from "../answer/forge-answer.ts";
import type { SubjectNow } from "../decide/facts.ts";
import { DEFAULT_TRIGGER_POLICY } from "../decide/trigger-policy.ts";
import type { Signal, SignalAccount, SignalBody } from "../signal/signal.ts";
import { type DecideSignalDeps, decideSignal } from "./decide-signal.ts";
import type { HeardSignal } from "./heard-signal.ts";

const ADA: SignalAccount = { id: "7", login: "ada", kind: "person" };
const MALLORY: SignalAccount = { id: "13", login: "mallory", kind: "person" };
const AGENT: SignalAccount = { id: "90", login: "catalyst-agent", kind: "person" };
const AT = new Date("2026-05-02T10:00:00Z");
const ISSUE: SubjectNow = {
  ...{ kind: "issue", number: 12, url: "https://github.com/acme/shop/issues/12", title: "Upload", text: "It fails." },
  ...{ isOpen: true, isLocked: false, isArchived: false, change: null },
};

let memory: Memory;
let reader: MemoryForgeReader;
let deps: DecideSignalDeps;
let waited: number[];
let heardIn: Omit<HeardSignal, "signal">;

beforeEach(() => {
  memory = createMemory();
  const repo = { ...addRepo(memory), url: "https://github.com/acme/shop", vcs: "github" as const };
  memory.repos.set(repo.id, repo);
  reader = memoryForgeReader();
  reader.permissions.set(ADA.id, "write");
  reader.subjects.set(12, ISSUE);
  waited = [];
  deps = {
    ...{ withReader: (work) => work(reader), triggers: memoryTriggerStore(memory), environmentNamespace: "local" },
    accounts: { ensureForgeUser: async ({ accountId }) => ({ id: USER, login: `github:${accountId}`, createdAt: AT }) },
    wait: async (milliseconds) => void waited.push(milliseconds),
    newId: randomUUID,
    now: () => AT,
    sealKey: () => Promise.reject(new Error("nobody brings a key")),
  };
  heardIn = {
    ...{ host: "github.com", delivery: "guid-1", policy: DEFAULT_TRIGGER_POLICY, repo },
    identity: { botId: "91", assigneeIds: [AGENT.id], teamIds: [], mentionNames: ["catalyst-agent"] },
  };
});
const USER = randomUUID();
const HEAD = "a".repeat(40);

function signal(body: SignalBody, actor = ADA): Signal {
  const repository = { id: "5", owner: "acme", name: "shop", isArchived: false };
  return { ...body, repository, number: 12, actor, at: AT };
}
const assigned = (eventId: string | null = null, actor = ADA) =>
  signal({ kind: "assigned", account: AGENT, eventId }, actor);
const commented = (id: string, text: string, actor = ADA) =>
  signal({ kind: "commented", comment: { id, text } }, actor);
const hear = (of: Signal) => decideSignal({ ...heardIn, signal: of }, deps);
const answers = () => memory.outbox.map(({ payload }) => (payload as AnswerPayload).answer);
const addEvent = (changes: object = {}) =>
  reader.events.push({
    ...{ kind: "assigned", account: AGENT, eventId: "9001", number: 12, actor: ADA, at: AT, isByAgent: false },
    ...changes,
  });

test("assignee, label and mention within a second are one task", async () => {
  addEvent();
  const label = signal({ kind: "labeled", label: "catalyst", eventId: "9002" });
  const decided = await Promise.all([assigned(), label, commented("5", "@catalyst-agent the docs, too")].map(hear));
  expect(memory.tasks.size).toBe(1);
  const acts = decided.map(
    (one) => one.kind === "decided" && one.decision.kind === "accepted" && one.decision.act.kind,
  );
  expect(acts.filter((act) => act === "submit")).toHaveLength(1);
  expect(["join", "message"]).toEqual(expect.arrayContaining(acts.filter((act) => act !== "submit")));
  const [task] = memory.tasks.values();
  expect(task).toMatchObject({ sourceType: "github_issue", sourceNumber: 12, assignedBy: USER });
  expect(memory.triggers.map(({ taskId }) => taskId)).toEqual([task?.id, task?.id, task?.id]);
});

test("a webhook and a poll at once, and the same sent again after the task's end, are one task", async () => {
  addEvent();
  await Promise.all([hear(assigned()), hear(assigned("9001"))]);
  expect(memory.tasks.size).toBe(1);
  const [task] = memory.tasks.values();
  memory.tasks.set(task?.id as string, { ...(task as NonNullable<typeof task>), status: "completed" });
  expect(await hear(assigned())).toMatchObject({ kind: "known", trigger: { taskId: task?.id } });
  expect(memory.tasks.size).toBe(1);
});

test("what ended a wish before the task was asked for stops nothing, however late it is heard", async () => {
  const earlier = new Date(AT.getTime() - 60_000);
  await hear(assigned("9001"));
  for (const kind of ["unassigned", "unlabeled", "closed"] as const) {
    const of = {
      unassigned: { account: AGENT, eventId: "1" },
      unlabeled: { label: "catalyst", eventId: "2" },
      closed: {},
    };
    const ended = { ...signal({ kind, isMerged: false, ...of[kind] } as SignalBody), at: earlier };
    expect(await hear(ended)).toMatchObject({ decision: { kind: "ignored", reason: "nothing_to_stop" } });
  }
  expect(await hear(signal({ kind: "unassigned", account: AGENT, eventId: "3" }))).toMatchObject({
    decision: { kind: "accepted", act: { kind: "cancel" } },
  });
});

test("what was said while nobody wanted us to listen isn't done when it is found later", async () => {
  await hear(commented("4", "/catalyst quiet"));
  await hear(commented("5", "/catalyst run"));
  await hear(commented("6", "/catalyst listen"));
  expect(await hear(commented("5", "/catalyst run"))).toMatchObject({ kind: "known", trigger: { reason: "quiet" } });
});

test("an event that the list never has is decided by its time, and is the same when the list has it at last", async () => {
  expect(await hear(assigned())).toMatchObject({ decision: { kind: "accepted" } });
  expect(waited).toEqual([0, 2_000, 8_000]);
  expect(await hear(assigned("9001"))).toMatchObject({ kind: "known" });
  expect(memory.tasks.size).toBe(1);
});

test("an outsider's mention costs one question, begins nothing and makes nobody", async () => {
  deps.accounts = { ensureForgeUser: () => Promise.reject(new Error("somebody is made")) };
  const decided = await hear(commented("5", "@catalyst-agent hello", MALLORY));
  expect(decided).toMatchObject({ decision: { kind: "ignored", reason: "no_permission" } });
  expect(reader.asked).toEqual(["permission of 13"]);
  expect(memory.triggers).toMatchObject([{ actorLogin: "mallory", decision: "ignored", taskId: null }]);
});

test("an account of another GitHub is somebody else, whatever its number", async () => {
  const asked: string[] = [];
  deps.accounts = {
    ensureForgeUser: async ({ forge, accountId }) => {
      asked.push(`${forge}:${accountId}`);
      return { id: USER, login: "ada", createdAt: AT };
    },
  };
  addEvent();
  heardIn = { ...heardIn, host: "ghe.example:8443" };
  await hear(assigned());
  expect(asked).toEqual([`ghe.example:${ADA.id}`]);
});

test("what doesn't concern us asks the forge nothing", async () => {
  await hear(commented("5", "Looks good."));
  await hear(signal({ kind: "assigned", account: ADA, eventId: null }));
  expect(reader.asked).toEqual([]);
  expect(memory.triggers).toEqual([]);
});

test("a bot that quotes us twenty times begins nothing", async () => {
  const bot: SignalAccount = { id: "91", login: "catalyst[bot]", kind: "bot" };
  for (let count = 0; count < 20; count += 1) {
    await hear(
      commented(String(count), "> working\n\n@catalyst-agent run", count % 2 === 0 ? bot : { ...bot, id: "92" }),
    );
  }
  expect(memory.tasks.size).toBe(0);
  expect(reader.asked).toEqual([]);
});

test.each([
  ["somebody else did it than the request says", { actor: MALLORY }, "actor_disagrees"],
  ["an agent did it in somebody's name", { isByAgent: true }, "bot_not_listed"],
])("where %s, nothing begins", async (_what, changes, reason) => {
  addEvent(changes);
  expect(await hear(assigned())).toMatchObject({ decision: { kind: "ignored", reason } });
  expect(memory.tasks.size).toBe(0);
});

test("an issue that is closed lets an agent end its turn first, and ends at once what none works for", async () => {
  await hear(assigned("9001"));
  const [task] = [...memory.tasks.values()] as [AgentTask];
  memory.tasks.set(task.id, { ...task, status: "running" });
  const ending = { why: "closed", by: { name: "mallory", isOfForge: true } };
  reader.subjects.set(12, { ...ISSUE, isOpen: false });
  expect(await hear(signal({ kind: "closed", isMerged: false }, MALLORY))).toMatchObject({
    decision: { act: { kind: "end", why: "closed", isAfterTurn: true } },
  });
  expect(memory.tasks.get(task.id)).toMatchObject({ status: "running", cancelRequestedAt: null, ending });
  memory.tasks.set(task.id, { ...task, status: "awaiting_approval" });
  await hear({ ...signal({ kind: "closed", isMerged: false }, MALLORY), at: new Date(AT.getTime() + 1) });
  expect(memory.tasks.get(task.id)).toMatchObject({ status: "cancelled", ending });
});

test("the end of an issue that is heard after it was opened again ends nothing, also where the forge shows it late", async () => {
  await hear(assigned("9001"));
  const closed = (milliseconds: number) => ({
    ...signal({ kind: "closed", isMerged: false }),
    at: new Date(AT.getTime() + milliseconds),
  });
  expect(await hear(closed(1))).toMatchObject({ decision: { kind: "ignored", reason: "superseded" } });
  const [task] = [...memory.tasks.values()] as [AgentTask];
  expect(task).toMatchObject({ cancelRequestedAt: null, ending: null });
  deps.wait = async () => void reader.subjects.set(12, { ...ISSUE, isOpen: false });
  expect(await hear(closed(2))).toMatchObject({ decision: { act: { kind: "end", why: "closed" } } });
});

test("a pull request of ours says who merged or closed it, and what went on for it ends at once", async () => {
  await hear(assigned("9001"));
  const [task] = [...memory.tasks.values()] as [AgentTask];
  memory.tasks.set(task.id, { ...task, status: "completed", branch: "catalyst/1" });
  const change = { branch: "catalyst/1", base: "main", isFork: false, head: "c".repeat(40), isDraft: false };
  reader.subjects.set(12, { ...ISSUE, kind: "pull_request", isOpen: false, change } as SubjectNow);
  await hear(signal({ kind: "closed", isMerged: true }, MALLORY));
  expect(memory.tasks.get(task.id)).toMatchObject({
    ...{ status: "completed", cancelRequestedAt: null },
    ending: { why: "merged", by: { name: "mallory", isOfForge: true } },
  });
  memory.tasks.set(task.id, { ...task, status: "running", branch: "catalyst/1", ending: null });
  await hear({ ...signal({ kind: "closed", isMerged: false }), at: new Date(AT.getTime() + 1) });
  expect(memory.tasks.get(task.id)).toMatchObject({
    ...{ status: "running", cancelRequestedAt: expect.any(Date) },
    ending: { why: "closed", by: { name: "ada" } },
  });
});

test("who unassigns us, or closes the issue, cancels what is unfinished", async () => {
  await hear(assigned("9001"));
  const unassigned = signal({ kind: "unassigned", account: AGENT, eventId: "9002" });
  expect(await hear(unassigned)).toMatchObject({ decision: { act: { kind: "cancel" } } });
  const [task] = memory.tasks.values();
  expect(task?.cancelRequestedAt).not.toBeNull();
  memory.tasks.set(task?.id as string, { ...(task as NonNullable<typeof task>), cancelRequestedAt: null });
  reader.subjects.set(12, { ...ISSUE, isOpen: false });
  await hear({ ...signal({ kind: "closed", isMerged: false }, MALLORY), at: AT });
  expect([...memory.tasks.values()][0]?.cancelRequestedAt).not.toBeNull();
});

test("what the task can't have done now is refused, and stays so", async () => {
  await hear(assigned("9001"));
  const retry = commented("5", "/catalyst retry");
  expect(await hear(retry)).toMatchObject({ decision: { kind: "refused", reason: "not_possible" } });
  expect(await hear(retry)).toMatchObject({ kind: "known", trigger: { reason: "not_possible" } });
});

test("nothing is decided while the forge can't be asked", async () => {
  const away = new ForgeAway({ kind: "outage", reason: "it answers 502" });
  deps.withReader = (work) => work({ ...reader, findPermission: () => Promise.reject(away) });
  await expect(hear(assigned("9001"))).rejects.toBe(away);
  deps.withReader = (work) => work(reader);
  expect(await hear(assigned("9001"))).toMatchObject({ decision: { kind: "accepted" } });
});

test("a repository that the forge doesn't show to us is none of ours", async () => {
  deps.withReader = async () => null;
  expect(await hear(assigned("9001"))).toMatchObject({ decision: { kind: "ignored", reason: "repository_unknown" } });
  expect(memory.triggers).toEqual([]);
});

test("what is taken up is seen on what asked for it, and its label is taken off, once", async () => {
  const label = signal({ kind: "labeled", label: "Catalyst", eventId: "9002" });
  await Promise.all([hear(label), hear(label)]);
  await hear(commented("5", "@catalyst-agent the docs, too"));
  expect(answers()).toEqual([
    { does: "react", to: { kind: "subject", number: 12 }, reaction: "seen" },
    { does: "remove_label", number: 12, label: "Catalyst" },
    { does: "react", to: { kind: "comment", id: "5" }, reaction: "seen" },
  ]);
});

test("a command that the task can't have now is answered with what to do instead", async () => {
  await hear(assigned("9001"));
  memory.outbox.length = 0;
  await hear(commented("5", "/catalyst approve"));
  await hear(commented("6", "/catalyst rnu"));
  expect(answers()).toEqual([
    { does: "react", to: { kind: "comment", id: "5" }, reaction: "refused" },
    { does: "say", number: 12, text: expect.stringMatching(/^@ada: That can't be done now: the task is pending\./) },
    { does: "react", to: { kind: "comment", id: "6" }, reaction: "refused" },
    { does: "say", number: 12, text: expect.stringMatching(/`rnu` is no command\. Did you mean `run`\?/) },
  ]);
});

test("what is refused at lines is told in that thread, and what a review's own text asks below the conversation", async () => {
  const place = { path: "a.ts", line: 1, side: "RIGHT", hunk: "" } as const;
  const unknown = { id: "7", replyTo: null, text: "/catalyst rnu", ...place };
  reader.subjects.set(12, { ...ISSUE, kind: "pull_request" });
  await hear(signal({ kind: "code_commented", comment: { ...unknown, id: "8", replyTo: "70" } }));
  // The forge tells of a comment that is a part of a review with the comment's own text, and of the review with the review's.
  const review = (reviewId: string, verdict: "commented" | null) =>
    hear(signal({ kind: "reviewed", reviewId, verdict, text: unknown.text }));
  reader.reviews.set("1", {
    verdict: "commented",
    text: "Hm.",
    comments: [{ ...unknown, id: "6", text: "?" }, unknown],
  });
  reader.reviews.set("2", { verdict: "commented", text: unknown.text, comments: [{ ...unknown, text: "?" }] });
  await review("1", null);
  await review("2", "commented");
  expect(answers().filter(({ does }) => does === "say")).toEqual([
    { does: "say", number: 12, thread: "70", text: expect.stringMatching(/`rnu` is no command/) },
    { does: "say", number: 12, thread: "7", text: expect.stringMatching(/`rnu` is no command/) },
    { does: "say", number: 12, text: expect.stringMatching(/`rnu` is no command/) },
  ]);
});

test("outsiders are told nothing, and where the project wants it once in a thread that they may not", async () => {
  await hear(commented("5", "@catalyst-agent hello", MALLORY));
  expect(answers()).toEqual([]);
  heardIn = { ...heardIn, policy: { ...DEFAULT_TRIGGER_POLICY, outsiders: "reply-once" } };
  await hear(commented("6", "@catalyst-agent hello", MALLORY));
  await hear(commented("7", "@catalyst-agent hello again", MALLORY));
  expect(answers()).toEqual([
    { does: "say", number: 12, text: expect.stringMatching(/^@mallory: Only people who may/) },
  ]);
});

test("who asked for a task stops it, whatever they may by then", async () => {
  await hear(assigned("9001"));
  reader.permissions.set(ADA.id, "read");
  expect(await hear(commented("5", "/catalyst stop"))).toMatchObject({ decision: { act: { kind: "cancel" } } });
  expect([...memory.tasks.values()][0]?.cancelRequestedAt).not.toBeNull();
  expect(answers().at(-1)).toEqual({ does: "react", to: { kind: "comment", id: "5" }, reaction: "done" });
});

test("of what is too much somebody is told once in an hour", async () => {
  heardIn = { ...heardIn, policy: { ...DEFAULT_TRIGGER_POLICY, tasksPerAuthorAndHour: 0 } };
  for (const id of ["5", "6", "7"]) {
    await hear(commented(id, "/catalyst run"));
  }
  expect(answers().map(({ does }) => does)).toEqual(["react", "say"]);
});

test("a pull request of ours that is merged while another turn goes on loses its branch, where the project wants that", async () => {
  await hear(assigned("9001"));
  const [task] = memory.tasks.values() as Iterable<AgentTask> as [AgentTask];
  const branch = "catalyst/12-upload";
  memory.tasks.set(task.id, { ...task, branch });
  const at = { url: "https://github.com/acme/shop/pull/13", branch, isDraft: false };
  const publication = { kind: "pull_request", number: 13, ...at } as const;
  const [execution] = [...memory.executions.values()] as [AgentExecution];
  const result = { ...emptyResult({ summary: null, verification: null, review: null }), publication, headCommit: HEAD };
  memory.executions.set(execution.id, { ...execution, result });
  const change = { head: HEAD, branch, base: "main", isFork: false };
  reader.subjects.set(13, { ...ISSUE, kind: "pull_request", number: 13, isOpen: false, change });
  heardIn.policy = { ...heardIn.policy, deleteBranch: true };
  await hear({ ...signal({ kind: "closed", isMerged: true }), number: 13 });
  expect(answers()).toContainEqual({ does: "delete_branch", branch, commit: HEAD });
});
