import type { Access } from "./auth/access.ts";
import type { Caller } from "./auth/caller.ts";
import type { CheckedRequest } from "./description/check-request.ts";
import type { Answer } from "./door/answer.ts";
import type { Repository } from "./state/repository.ts";
import type { World } from "./state/world.ts";

export interface Call extends CheckedRequest {
  world: World;
  caller: Caller;
  url: URL;
  /** The request's `Accept`, which names the form of the answer. */
  accept: string;
}

export interface RepositoryCall extends Call {
  repository: Repository;
}

/** An operation of GitHub's, by the id that its description has, for some kinds of callers. */
export interface CallerRoute {
  operation: string;
  by: readonly Caller["kind"][];
  answer(call: Call): Answer | Promise<Answer>;
}

/** An operation in the repository that its path names. */
export interface RepositoryRoute {
  operation: string;
  /** What the caller needs there. */
  access: Access;
  /** It makes something that people see, which GitHub limits by itself. */
  isContent?: true;
  answer(call: RepositoryCall): Answer | Promise<Answer>;
}

export type Route = CallerRoute | RepositoryRoute;
