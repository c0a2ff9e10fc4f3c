import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DoorAnswer, PushRules, ServedGit } from "@catalyst/git";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { feedGit } from "./feed-git.ts";

/** Git's messages quote names that the agent chose: its last words are enough. */
const MAX_LOGGED_LENGTH = 300;

export interface ServiceRun {
  kind: "fetch" | "push";
  push: PushRules | null;
  isAdvertisement: boolean;
  protocol: string | null;
  contentType: string;
  /** Sent before what git says. */
  prefix: Buffer;
  input: Readable | null;
}

/**
 * Runs git's side of a request and streams both ways. Git is killed when the request ends early. Returns what the program at
 * the door said of a push; null: it wasn't asked.
 */
export async function runGitService(exchange: Exchange, run: ServiceRun): Promise<DoorAnswer | null> {
  const { grant, deps, signal, log, usage } = exchange;
  const holder = usage.holders[grant.holder];
  if (holder.openGitServices >= deps.limits.concurrentGitServices) {
    throw new Refusal("rate_limited", "This execution runs too many git requests at once.", { retryAfterSeconds: 1 });
  }
  holder.openGitServices += 1;
  const { kind, isAdvertisement, protocol, push } = run;
  const { repoId, executionId } = grant;
  const git = deps.serveGit({ kind, repoId, executionId, isAdvertisement, protocol, push });
  const kill = () => git.kill();
  signal.addEventListener("abort", kill, { once: true });
  try {
    const ended = await Promise.allSettled([feedGit(git.input, run.input, kill), answer(exchange, run, git)]);
    // A broken request comes first: that git ends without an answer is its consequence.
    const failed = ended.find((end) => end.status === "rejected");
    if (failed !== undefined) {
      throw failed.reason;
    }
    const { exitCode, stderr } = await git.done;
    if (exitCode !== 0) {
      log.warn({ kind, exitCode, stderr: stderr.slice(-MAX_LOGGED_LENGTH) }, "git service failed");
    }
    return await git.door;
  } finally {
    signal.removeEventListener("abort", kill);
    git.kill();
    holder.openGitServices -= 1;
  }
}

/** The status is sent with the first output: a git that fails at once is still answered with an error. */
async function answer({ response, signal }: Exchange, run: ServiceRun, git: ServedGit): Promise<void> {
  const chunks = git.output[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  // Before a large push git asks with an empty one whether it may, and the right answer to that is empty.
  if (first.done && (await git.done).exitCode !== 0) {
    throw new Refusal("unavailable", "Git could not serve the repository.");
  }
  response.writeHead(200, { "content-type": run.contentType, "cache-control": "no-cache" });
  response.write(run.prefix);
  await pipeline(continueWith(first, chunks), response, { signal });
}

async function* continueWith(first: IteratorResult<Buffer>, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; !next.done; next = await chunks.next()) {
    yield next.value;
  }
}
