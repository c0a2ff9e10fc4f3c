import { beforeEach, describe } from "vitest";
import { branchContract } from "./contract/branch.contract.ts";
import { commentContract } from "./contract/comment.contract.ts";
import type { PlayedForge } from "./contract/played-forge.ts";
import { problemContract } from "./contract/problem.contract.ts";
import { pullRequestContract } from "./contract/pull-request.contract.ts";
import { labelContract, reactionContract } from "./contract/reaction.contract.ts";
import { permissionContract, subjectContract, targetContract } from "./contract/reading.contract.ts";
import { reviewContract } from "./contract/review.contract.ts";
import { threadContract } from "./contract/thread.contract.ts";

export type { PlayedForge } from "./contract/played-forge.ts";

/** What every forge promises. */
export function forgeContract(name: string, play: () => Promise<PlayedForge>): void {
  let played: PlayedForge;

  beforeEach(async () => {
    played = await play();
  });

  describe(name, () => {
    pullRequestContract(() => played);
    reviewContract(() => played);
    branchContract(() => played);
    commentContract(() => played);
    threadContract(() => played);
    reactionContract(() => played);
    labelContract(() => played);
    subjectContract(() => played);
    permissionContract(() => played);
    targetContract(() => played);
    problemContract(() => played);
  });
}
