import { isReached } from "../auth/access.ts";
import { type Answer, json, noContent } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notByIntegration } from "../door/refusal.ts";
import type { Call } from "../route.ts";
import type { InstallationToken } from "../state/app.ts";
import { viewRepository } from "../views/view-repository.ts";

/** Ends the token that asks for it. */
export function revokeToken({ world, caller }: Call): Answer {
  const { token } = needToken(caller);
  world.tokens.delete(token);
  return noContent();
}

/** The repositories that the token reaches. */
export function answerReachedRepositories(call: Call): Answer {
  const token = needToken(call.caller);
  const reached = call.world.repositories.filter((repository) => isReached(repository, token));
  const { items, headers } = paginate(call, reached);
  const selection = token.repositoryIds || token.installation.repositoryIds ? "selected" : "all";
  const repositories = items.map((each) => viewRepository(each, call.world.address));
  return json(200, { total_count: reached.length, repositories, repository_selection: selection }, headers);
}

function needToken(caller: Call["caller"]): InstallationToken {
  if (caller.kind !== "installation") {
    throw notByIntegration();
  }
  return caller.token;
}
