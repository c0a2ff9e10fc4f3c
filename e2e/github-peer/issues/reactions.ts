import { actorOf } from "../auth/caller.ts";
import { json } from "../door/answer.ts";
import type { RepositoryCall } from "../route.ts";
import type { Reaction, Written } from "../state/written.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";
import { findComment } from "./comments.ts";
import { readPlace } from "./issue-call.ts";

export function answerReactionToIssue(call: RepositoryCall) {
  return react(call, readPlace(call).issue);
}

export function answerReactionToComment(call: RepositoryCall) {
  return react(call, findComment(call).comment);
}

/** The same of the same person twice is once: 200 instead of 201. */
export function react({ world, caller, body }: RepositoryCall, { reactions }: Written) {
  const author = actorOf(world, caller);
  const { content } = body as Pick<Reaction, "content">;
  const found = reactions.find((each) => each.author.id === author.id && each.content === content);
  const reaction = found ?? { id: world.nextId(), author, content, createdAt: world.now() };
  if (!found) {
    reactions.push(reaction);
  }
  return json(found ? 200 : 201, {
    ...{ id: reaction.id, node_id: nodeId("Reaction", reaction.id), content },
    ...{ user: viewAccount(author, world.address), created_at: reaction.createdAt.toISOString() },
  });
}
