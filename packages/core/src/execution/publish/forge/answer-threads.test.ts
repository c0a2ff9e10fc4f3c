import { beforeEach, expect, test } from "vitest";
import { sendMessage } from "../../../task/act/send-message.ts";
import type { AgentTask } from "../../../task/task.ts";
import { type MemoryForge, memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type PlayedWork, type Turns } from "../../../testing/play-turns.ts";

const HEAD = "e".repeat(40);
const NEXT = "f".repeat(40);
const COMMENTS = Array.from({ length: 12 }, (_, index) => String(501 + index));

let turns: Turns;
let forge: MemoryForge;
let task: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  forge = memoryForge("/srv/shop");
  turns.deps.findForge = async () => forge;
  task = await turns.submit({});
  forge.branches.has = () => true;
  await turns.run(task, { head: HEAD });
  COMMENTS.forEach((comment) => void forge.threads.set(comment, []));
});

/** A turn that is told of comments on lines. */
async function follow(work: PlayedWork, comments: readonly string[] = COMMENTS): Promise<void> {
  const threads = { number: 1, comments: [...comments] };
  const sent = await sendMessage({ task: turns.now(task), ...ASKING, text: "See the lines.", threads }, turns.useCases);
  await turns.run(sent.task, work);
}

const said = (comment = COMMENTS[0] ?? "") =>
  (forge.threads.get(comment) ?? []).map(({ body }) => body.replaceAll(/<!--.*?-->\n?/g, "").trim());

test("twelve comments are one turn and twelve answers, and the execution names them", async () => {
  const answers = COMMENTS.map((comment) => ({ comment, isDone: true, text: `Mended ${comment}.` }));
  await follow({ head: NEXT, answers });
  expect(turns.executionsOf(task)).toHaveLength(2);
  expect(COMMENTS.map((comment) => said(comment))).toEqual(
    COMMENTS.map((comment) => [`Done in ${NEXT}. Mended ${comment}.`]),
  );
  expect(turns.executionsOf(task).at(-1)?.commentsPosted).toHaveLength(13);
});

test("who commented on lines is asked to look again once the turn is on the branch, and nobody where it was words alone", async () => {
  const { messages } = turns.deps;
  const ada = { kind: "forge_account", login: "ada", forge: "github", accountId: "7", permission: "write" } as const;
  const sentBy = { ...ada, userId: ASKING.actor.userId, projectId: ASKING.actor.userId };
  turns.deps.messages = {
    ...messages,
    listDelivered: async (id) => (await messages.listDelivered(id)).map((message) => ({ ...message, sentBy })),
  };
  forge.people.add("ada");
  await follow({ head: null, summary: "It is meant so." }, ["501"]);
  expect(forge.pullRequests[0]?.asked).toEqual([]);
  await follow({ head: NEXT });
  expect(forge.pullRequests[0]?.asked).toEqual(["ada"]);
});

test("what an agent didn't do is answered with its reason, and what it didn't speak of isn't claimed", async () => {
  await follow({ head: NEXT, answers: [{ comment: "501", isDone: false, text: "It has to stay: @ada wants it." }] });
  expect(said("501")[0]?.replaceAll("\u200b", "")).toBe("It has to stay: @ada wants it.");
  expect(said("501")[0]).not.toContain("@ada");
  expect(said("502")).toEqual([`${NEXT} came of this turn; what of it is for this comment wasn't said.`]);
});

test("an answer in words is one where nothing was changed", async () => {
  await follow({ head: null, summary: "It is meant so." }, ["501"]);
  expect(said("501")).toEqual(["Nothing was changed for this.\n\nIt is meant so."]);
});

test("an answer in a thread that it wasn't told of isn't posted", async () => {
  await follow({ head: NEXT, answers: [{ comment: "502", isDone: true, text: "Done." }] }, ["501"]);
  expect(said("502")).toEqual([]);
});

test("a forge that takes no answer doesn't change the end, and one that was away is asked again", async () => {
  const ensure = forge.ensureThreadReplies.bind(forge);
  let count = 0;
  forge.ensureThreadReplies = async (wish) => {
    count += 1;
    return count === 1 ? { kind: "failed", problem: { kind: "outage", reason: "502" } } : ensure(wish);
  };
  await follow({ head: NEXT }, ["501"]);
  expect(said("501")).toHaveLength(1);
  forge.ensureThreadReplies = async () => ({ kind: "failed", problem: { kind: "locked" } });
  await follow({ head: HEAD }, ["502"]);
  expect(turns.now(task).status).toBe("completed");
});
