import type { Lease, Repo } from "@catalyst/core";
import type { SendStatusCommentDeps } from "@catalyst/core/status-comment";
import { githubForge } from "@catalyst/github";
import { type Database, forwardChanges, postgresExecutionStore, postgresOutboxStore } from "@catalyst/postgres";
import { type DeliverDeps, deliverNext } from "../../worker/src/outbox/deliver.ts";
import { openStatusComments } from "../../worker/src/outbox/open-status-comments.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedTriggers, playTriggers } from "../github-triggers/play-triggers.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** What people see at the peer of what was decided and told as a worker does. */
export interface PlayedAnswers extends PlayedTriggers {
  /** What comments on forges are sent with. */
  sending: SendStatusCommentDeps;
  /** Tells what is to be told by now, and due. */
  tell(): Promise<void>;
  /** The same with what is due later, as if it were that time. */
  tellLater(): Promise<void>;
  /** Moves all executions of a task there. */
  move(taskId: string, to: "running" | "cancelled"): Promise<void>;
  open(login: string, more?: object): Promise<number>;
  /** Returns the comment's number. */
  comment(login: string, number: number, body: string): Promise<number>;
  /** Our comments on an issue, the oldest first. */
  said(number: number): string[];
  /** Our reactions to a comment or an issue, by its number at the peer. */
  reactions(id: number): string[];
  /** What is given up, and why. */
  problems(): Promise<string[]>;
}

export async function playAnswers(): Promise<PlayedAnswers> {
  const played = await playTriggers();
  const { peer, db, app } = played;
  const installationId = peer.installation("acme").id;
  const place = { installationId, repository: { id: peer.repository("acme/shop").id } };
  const forge = githubForge({ app, findPlace: async (_repo: Repo) => place });
  const deps = {
    ...{ outbox: postgresOutboxStore(db), now: () => new Date(), random: () => 1, log: { info: () => undefined } },
    forges: { ...openStatusComments(db), findForge: async () => forge, publicUrl: null },
    signal: new AbortController().signal,
  } as unknown as DeliverDeps;
  const issues = () => peer.repository("acme/shop").issues;
  const isOurs = ({ author }: { author: { id: number } }) => author.id === peer.app.bot.id;
  const tell = async () => {
    while (await forwardChanges(db)) {}
    while (await deliverNext(deps)) {}
  };
  return {
    ...{ ...played, tell, sending: { ...deps.forges, now: deps.now, random: deps.random } },
    async tellLater() {
      await db.pool.query("update outbox set due_at = now() where state = 'waiting'");
      await tell();
    },
    move: (taskId, to) => move(db, taskId, to),
    async open(login, more = {}) {
      const wish = { ...SHOP, title: "Upload fails", body: "Retry it.", ...more };
      return (await askAsPerson(peer, login).request("POST /repos/{owner}/{repo}/issues", wish)).data.number;
    },
    async comment(login, number, body) {
      const wish = { ...SHOP, issue_number: number, body };
      return Number((await askAsPerson(peer, login).request(`POST ${ISSUE}/comments`, wish)).data.id);
    },
    said: (number) =>
      (issues().find((one) => one.number === number)?.comments ?? []).filter(isOurs).map(({ body }) => body),
    reactions: (id) =>
      issues()
        .flatMap((issue) => [issue, ...issue.comments])
        .filter((one) => one.id === id)
        .flatMap((one) => one.reactions.filter(isOurs).map(({ content }) => content)),
    async problems() {
      const { rows } = await db.pool.query("select problem from outbox where state = 'dead' order by number");
      return rows.map(({ problem }) => problem);
    },
  };
}

async function move(db: Database, taskId: string, to: "running" | "cancelled"): Promise<void> {
  const executions = postgresExecutionStore(db);
  for (const { id: executionId } of await executions.listForTask(taskId)) {
    await db.pool.query("update agent_executions set lease_expires_at = null where id = $1", [executionId]);
    const lease = (await executions.claim({ executionId, workerId: "w", leaseSeconds: 600 })) as Lease;
    if (to === "running") {
      await executions.move(lease, "provisioning", {});
      await executions.move(lease, "running", {});
    } else {
      await executions.end(lease, { state: to, failureReason: null, errorMessage: null, result: null }, {});
    }
  }
}
