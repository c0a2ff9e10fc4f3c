import type { LookMarks } from "@catalyst/core/forge";
import type { KeptTokens } from "../client/keep-token.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { READS } from "../client/with-token.ts";
import type { Finding } from "./finding.ts";
import { addHeads } from "./pulls/add-heads.ts";
import { readPulls } from "./pulls/read-pulls.ts";
import { readLists } from "./read-lists.ts";
import { toldAt } from "./told-at.ts";

/** Who pushed is a part of what the repository holds. */
const OF_CONTENTS = { contents: "read", metadata: "read" } as const;
/** Owners may leave that right out. */
const OF_CHECKS = { checks: "read", metadata: "read" } as const;

export interface NewsPlace {
  installationId: number;
  repositoryId: number;
  /** How far its lists were read; empty: never. Then all that they have is known. */
  marks: LookMarks;
}

/** What happened in a repository since it was looked at last, in that order, and how far it was read. */
export interface News {
  findings: Finding[];
  marks: LookMarks;
  /** How long GitHub wants to be left alone; null: it doesn't say. */
  pollSeconds: number | null;
  /** More happened than is ever read at once: the oldest of it is passed over. */
  isCut: boolean;
}

/** Looks at the lists of a repository. What is unchanged costs nothing. Throws `GitHubFault`. */
export function findNews(app: GitHubApp, place: NewsPlace, tokens: Pick<KeptTokens, "use">): Promise<News> {
  const { installationId, repositoryId } = place;
  const at = { installationId, repository: { id: repositoryId } };
  return tokens.use(app, { ...at, permissions: READS }, async (step) => {
    const listed = await readLists(step, place.marks);
    const pulled = await readPulls(step, place.marks, {
      app,
      withContents: (work) => tokens.use(app, { ...at, permissions: OF_CONTENTS }, work),
      withChecks: (work) => tokens.use(app, { ...at, permissions: OF_CHECKS }, work),
    });
    const parts = [listed, pulled];
    const where = { repository: step.repository, installationId };
    const things = await addHeads(
      parts.flatMap(({ fresh }) => fresh),
      step,
    );
    const findings = things.map((thing) => toldAt(thing, where));
    return {
      findings: findings
        .filter((finding) => finding !== null)
        .sort((one, other) => one.at.getTime() - other.at.getTime()),
      marks: { ...listed.marks, ...pulled.marks },
      pollSeconds: Math.max(0, ...parts.map(({ pollSeconds }) => pollSeconds ?? 0)) || null,
      isCut: parts.some(({ isCut }) => isCut),
    };
  });
}
