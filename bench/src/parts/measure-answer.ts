import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connectDatabase, type Database } from "@catalyst/postgres";
import { linkToOwner } from "../../../e2e/github-forge/testing/link-to-owner.ts";
import { serveTls } from "../../../e2e/github-forge/testing/serve-tls.ts";
import { makePeer, type Peer } from "../../../e2e/github-peer/make-peer.ts";
import { askAsPerson } from "../../../e2e/github-peer/testing/ask.ts";
import { createTestHome, type TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, timeFigure } from "../figures/figure.ts";
import { type Measure, measureInTurn } from "../figures/measure.ts";

const SHOP = { owner: "acme", repo: "shop" };
/** What people wait for at most until they see that they were heard. */
const GOAL_MILLISECONDS = 5000;
const ACK_GOAL_MILLISECONDS = 1000;
const LOOK_MILLISECONDS = 10;
const PATIENCE_MILLISECONDS = 120_000;

/**
 * One delivery at a time, end to end: from a label's being put on an issue of a GitHub of our own until the webhook is answered, it is
 * decided, seen on the issue, and told in its first comment.
 */
export async function measureAnswer({ rounds }: { rounds: number }): Promise<Figure[]> {
  const peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } } },
    installations: { acme: { repositories: ["shop"] } },
  });
  const front = await serveTls(peer.address);
  const home = await createTestHome();
  try {
    await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
    await addApp({ home, peer, host: front.host });
    const db = await connectDatabase({ home: home.path, databaseUrl: null });
    const [times] = await measureInTurn([() => answerOne(peer, db)], rounds).finally(() => db.close());
    const figure = (what: string, part: string, goal: number | null) =>
      timeFigure(`a labeled issue, ${what}`, times?.[part] ?? [], goal);
    return [
      figure("until the webhook is answered", "ack", ACK_GOAL_MILLISECONDS),
      figure("until it is decided", "decision", null),
      figure("until it is seen on the issue", "reaction", GOAL_MILLISECONDS),
      figure("until its first comment", "comment", GOAL_MILLISECONDS),
    ];
  } finally {
    await home.remove();
    await front.close();
    await peer.close();
  }
}

async function addApp({ home, peer, host }: { home: TestHome; peer: Peer; host: string }): Promise<void> {
  const { app } = peer;
  const key = join(home.path, "app.pem");
  await writeFile(key, app.privateKey, { mode: 0o600 });
  const named = ["--app-id", String(app.id), "--slug", app.slug, "--host", host];
  const added = await home.run(["github", "add", ...named, "--key", key], { stdin: `${app.webhook.secret}\n` });
  await rm(key);
  if (added.exitCode !== 0) {
    throw new Error(`catalyst github add ended with ${added.exitCode}: ${added.stderr}`);
  }
  await linkToOwner(home.path, peer, { login: "ada", host });
  const opened = await home.run(["open"]);
  peer.app.webhook.url = `${new URL(/http\S+/.exec(opened.stdout)?.[0] ?? "").origin}/api/github/webhook`;
}

/** Nobody pays for its task, which ends by that: what is measured is the way there and back. */
async function answerOne(peer: Peer, db: Database): ReturnType<Measure> {
  const ada = askAsPerson(peer, "ada");
  const { data } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Three is missing" });
  const issue = peer.repository("acme/shop").issues.find(({ number }) => number === data.number);
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  const from = Date.now();
  await ada.request(labels, { ...SHOP, issue_number: data.number, labels: ["catalyst"] });
  const isTold = ({ event, action }: Peer["deliveries"][number]) => event === "issues" && action === "labeled";
  const delivery = peer.deliveries.findLast(isTold);
  const ack = await until(() => (delivery?.response === null ? null : Date.now()));
  const comment = await until(() => issue?.comments[0]?.createdAt.getTime() ?? null);
  const reaction = await until(() => issue?.reactions[0]?.createdAt.getTime() ?? null);
  const { rows } = await db.pool.query<{ settled_at: Date }>(
    "select settled_at from github_deliveries where guid = $1",
    [delivery?.guid],
  );
  await until(() => (/### [❌🚫]/u.test(issue?.comments[0]?.body ?? "") ? 1 : null));
  const decision = rows[0]?.settled_at.getTime() ?? Number.NaN;
  return { ack: ack - from, decision: decision - from, reaction: reaction - from, comment: comment - from };
}

async function until(find: () => number | null): Promise<number> {
  const end = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const found = find();
    if (found !== null) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error("nothing came of a delivery");
    }
    await wait(LOOK_MILLISECONDS);
  }
}
