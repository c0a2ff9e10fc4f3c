import type { ForgeThread } from "@catalyst/core";
import type { TokenStep } from "../client/with-token.ts";
import { openReading } from "./reading.ts";
import { listThreads } from "./said/read-threads.ts";

/** The threads about lines of a pull request, settled ones too. Throws `GitHubFault`. */
export async function listForgeThreads(step: TokenStep, number: number, now: () => Date): Promise<ForgeThread[]> {
  const { threads } = await listThreads(openReading(step, { number, now }));
  return threads.flatMap(({ comments: [first], isResolved, isOutdated, path, line, diffSide: side }) =>
    first === undefined
      ? []
      : [
          {
            ...{ commentId: first.fullDatabaseId, authorId: first.author?.id ?? null, isResolved, isOutdated },
            ...{ path, line, side, text: first.body },
          },
        ],
  );
}
