import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { actorOf, type Caller } from "../auth/caller.ts";
import { refusePush } from "../rules/refuse-change.ts";
import type { Repository } from "../state/repository.ts";
import { announcePush, type World } from "../state/world.ts";
import type { GitRequest } from "./git-request.ts";
import { type PushRefusal, readPushedRefs, reportPush } from "./report-push.ts";
import { runGit } from "./run-git.ts";
import { type BackendAnswer, runBackend } from "./serve-git.ts";
import { type RefChange, watchRefs } from "./watch-refs.ts";

interface Pushing {
  git: GitRequest;
  repository: Repository;
  caller: Caller;
}

/** Takes a push, puts back what GitHub would have refused of it, and tells git so in GitHub's words. */
export async function receivePush(
  world: World,
  { git, repository, caller }: Pushing,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const body = await buffer(request);
  let answer: BackendAnswer = { status: 500, headers: {}, body: Buffer.alloc(0) };
  const changes = await watchRefs(repository, async (compare) => {
    answer = await runBackend(git, repository.folder, { request, body });
    const refusals = await refuse(repository, caller, { changes: await compare(), address: world.address });
    if (refusals.length > 0) {
      answer = { ...answer, body: reportPush(readPushedRefs(body), refusals) };
    }
  });
  response.writeHead(answer.status, answer.headers).end(answer.body);
  await announcePush(world, { repository, changes, actor: actorOf(world, caller) });
}

async function refuse(
  repository: Repository,
  caller: Caller,
  { changes, address }: { changes: readonly RefChange[]; address: string },
): Promise<PushRefusal[]> {
  const refusals: PushRefusal[] = [];
  for (const change of changes) {
    const refusal = await refusePush(repository, { caller, change, address });
    if (refusal) {
      refusals.push(refusal);
      const { ref, before } = change;
      await runGit(repository.folder, before === null ? ["update-ref", "-d", ref] : ["update-ref", ref, before]);
    }
  }
  return refusals;
}
