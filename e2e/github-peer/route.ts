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

/** One operation of GitHub's, by the id that its description has. */
export type Route =
  | { operation: string; by: readonly Caller["kind"][]; answer(call: Call): Answer | Promise<Answer> }
  | {
      operation: string;
      /** The path names a repository, in which the caller needs this. */
      access: Access;
      /** The answer makes something that people see, which GitHub limits by itself. */
      isContent?: true;
      answer(call: RepositoryCall): Answer | Promise<Answer>;
    };
