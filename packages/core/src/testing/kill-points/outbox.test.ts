import { describe, expect, test } from "vitest";
import type { EffectKind, OutboxItem, TryOutcome } from "../../outbox/outbox-item.ts";
import { sendStatusComment } from "../../status-comment/send-status-comment.ts";
import type { AgentTask } from "../../task/task.ts";
import type { ForgeAnswer } from "../../trigger/answer/forge-answer.ts";
import { sendAnswer } from "../../trigger/answer/send-answer.ts";
import { gatheredOf } from "../forge/gathered-of.ts";
import { memoryForge } from "../forge/memory-forge.ts";
import { createTurns } from "../play-turns.ts";
import { memoryTriggerStore } from "../stores/forge/memory-trigger-store.ts";
import { memoryStatusCommentStore } from "../stores/tasks/memory-status-comment-store.ts";
import { chooseFaults } from "./choose-faults.ts";
import { type Fate, type Fault, type Mortal, mortal } from "./mortal.ts";

const URL = "https://forge.example/acme/shop";
const NUMBER = 3;
const HEAD = "e".repeat(40);
const ID = "00000000-0000-4000-8000-000000000001";
/** More than any item needs: one that is tried for longer never comes out. */
const MAX_TRIES = 20;

type World = Awaited<ReturnType<typeof openWorld>>;
type Deps = World["deps"];
type Send = (item: OutboxItem, deps: Deps) => Promise<TryOutcome>;

/** Something that is done outside, and what happens between its items. */
interface Story {
  send: Send;
  /** What each item's payload is, once the world was made ready for it. */
  items: ((world: World) => unknown)[];
}

const state = { tells: "state" };
const answer = (answer: ForgeAnswer) => (world: World) => ({ repoId: world.task.repoId, answer });

/** What is told on forges: a new kind of item has its story here. Notifications come twice under one id, and whoever gets them drops one. */
const STORIES: Record<Exclude<EffectKind, "notification">, Story> = {
  status_comment: {
    send: sendStatusComment,
    items: [
      () => state,
      async ({ turns, task, deliver }) => {
        await turns.run(task, { head: HEAD, summary: "It adds.", during: () => deliver(state) });
        return state;
      },
      () => ({ tells: "again" }),
    ],
  },
  forge_answer: {
    send: sendAnswer,
    items: [
      answer({ does: "react", to: { kind: "subject", number: NUMBER }, reaction: "seen" }),
      answer({ does: "say", number: NUMBER, text: "@ada: That is no command." }),
      answer({ does: "say", number: NUMBER, thread: "70", text: "@ada: Nor is that." }),
      answer({ does: "tell_status", number: NUMBER, to: "@ada: " }),
      answer({ does: "remove_label", number: NUMBER, label: "catalyst" }),
      answer({ does: "delete_branch", branch: "catalyst/1", commit: HEAD }),
    ],
  },
};

/** A task of an issue, in a repository of a forge. */
async function openWorld(send: Send, fate: Fate) {
  const turns = createTurns();
  const forge = memoryForge(URL);
  forge.branches.add("catalyst/1").add("main");
  forge.branches.has = () => true;
  forge.tips.set("catalyst/1", HEAD);
  forge.gathered.set(NUMBER, gatheredOf({ number: NUMBER, title: "The sum", text: "" }));
  forge.labels.set(NUMBER, new Set(["catalyst"]));
  forge.pullRequests.push({ number: NUMBER } as never);
  forge.threads.set("70", []);
  turns.deps.findForge = async () => forge;
  const task = await turns.submit({});
  const { memory } = turns;
  memory.tasks.set(task.id, { ...turns.now(task), sourceType: "github_issue", sourceNumber: NUMBER });
  const repo = memory.repos.get(task.repoId);
  memory.repos.set(task.repoId, { ...repo, vcs: "github", url: URL } as never);
  const deps = {
    ...{ ...turns.deps, ...turns.useCases, comments: memoryStatusCommentStore(memory), findForge: async () => forge },
    ...{
      queue: { listWaiting: async () => [] },
      triggers: memoryTriggerStore(memory),
      publicUrl: null,
      random: () => 1,
    },
  };
  const workers = new Workers(send, { deps, task, fate });
  return { turns, forge, task, deps, workers, deliver: (payload: unknown) => workers.deliver(payload) };
}

/** Workers one after the other, each of which has an item until it came out, or died, or slept. */
class Workers {
  readonly #send: Send;
  readonly #of: { deps: Deps; task: AgentTask; fate: Fate };
  readonly #sleepers: { worker: Mortal<Deps>; last: Promise<unknown> }[] = [];
  #items = 0;

  constructor(send: Send, of: { deps: Deps; task: AgentTask; fate: Fate }) {
    this.#send = send;
    this.#of = of;
  }

  async deliver(payload: unknown): Promise<void> {
    this.#items += 1;
    const item = itemOf(this.#of.task, { payload, number: this.#items });
    for (let attempts = 1; attempts <= MAX_TRIES; attempts++) {
      if (await this.#attempt({ ...item, attempts })) {
        return;
      }
    }
    throw new Error(`It never came out: ${this.#of.fate.calls.slice(-20).join(", ")}`);
  }

  async #attempt(item: OutboxItem): Promise<boolean> {
    const worker = mortal(this.#of.deps, this.#of.fate);
    const last = this.#send(item, worker.deps).then(
      ({ kind }) => kind,
      () => "again" as const,
    );
    const kind = await Promise.race([last, worker.asleep.then(() => "asleep" as const)]);
    if (kind === "asleep") {
      this.#sleepers.push({ worker, last });
    }
    if (kind === "dead") {
      throw new Error("It was given up.");
    }
    return kind === "delivered" && !worker.hasDied();
  }

  /** Those that slept beyond their lease go on, as if nothing had happened meanwhile. */
  async wakeAll(): Promise<void> {
    for (const { worker, last } of this.#sleepers) {
      worker.wake();
      await last;
    }
  }
}

function itemOf({ id: taskId }: AgentTask, { payload, number }: { payload: unknown; number: number }): OutboxItem {
  const createdAt = new Date(0);
  return {
    ...{ id: ID.replace(/1$/, String(number)), kind: "status_comment", destinationId: null, taskId, payload },
    ...{ state: "waiting", attempts: 1, problem: null, createdAt, dueAt: createdAt, settledAt: null },
    expiresAt: new Date(Date.now() + 86_400_000),
  };
}

/** A story from its first item to its last, and how the forge is then. */
async function tell({ send, items }: Story, fault: Fault | null) {
  const fate: Fate = { fault, calls: [], isMet: false };
  const world = await openWorld(send, fate);
  for (const payloadOf of items) {
    await world.deliver(await payloadOf(world));
  }
  await world.workers.wakeAll();
  const { comments, reactions, labels, threads, tips } = world.forge;
  const told = { comments, reactions, labels: [...labels], threads: [...threads], tips: [...tips] };
  const posted = [world.turns.now(world.task).resultPayload?.commentsPosted, [...world.turns.memory.statusComments]];
  return { picture: JSON.parse(nameless(JSON.stringify({ told, posted }), world.task)), fate };
}

/** Ids and times are others in each world; how many texts it took is nobody's business. */
function nameless(text: string, { id }: AgentTask): string {
  return text
    .replaceAll(id, "id")
    .replaceAll(/"(madeAt|editedAt|createdAt)":"[^"]*"/g, '"$1":"then"')
    .replaceAll(/catalyst-sequence:\d+/g, "catalyst-sequence:n")
    .replaceAll(/"(sequence)":\d+/g, '"$1":0');
}

describe.each(Object.entries(STORIES))("%s", (_kind, story) => {
  test("comes to the same, whatever befalls whoever tells it at whichever call", async () => {
    const { picture, fate } = await tell(story, null);
    const faults = chooseFaults(fate.calls, { seed: 0, oneOf: 1 });
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const told = await tell(story, fault);
      expect(told.fate.isMet, `${fault.kind} ${fault.at}`).toBe(true);
      expect(told.picture, `${fault.kind} ${fault.at}`).toEqual(picture);
    }
  });
});
