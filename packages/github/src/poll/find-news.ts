import type { LookMarks } from "@catalyst/core/forge";
import { findBotId } from "../client/find-bot-id.ts";
import type { KeptTokens } from "../client/keep-token.ts";
import type { GitHubApp } from "../client/open-app.ts";
import type { TokenStep } from "../client/with-token.ts";
import type { Finding, ListedThing } from "./finding.ts";
import { CODE_COMMENTS, COMMENTS } from "./lists/comments.ts";
import { EVENTS } from "./lists/events.ts";
import { OPENINGS } from "./lists/openings.ts";
import { readList } from "./read-list.ts";
import { readReviews } from "./read-reviews.ts";

/** What looking needs, and nothing that it could change. */
const PERMISSIONS = { issues: "read", pull_requests: "read", metadata: "read" } as const;

const LISTS = [EVENTS, COMMENTS, CODE_COMMENTS, OPENINGS];

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
export function findNews(app: GitHubApp, place: NewsPlace, tokens: KeptTokens): Promise<News> {
  const { installationId, repositoryId, marks } = place;
  const scope = { installationId, repository: { id: repositoryId }, permissions: PERMISSIONS };
  return tokens.use(app, scope, async (step) => {
    const things: ListedThing[] = [];
    const read: LookMarks = {};
    const lists = [];
    for (const list of LISTS) {
      const { fresh, mark, ...rest } = await readList(list, marks[list.name] ?? null, step);
      things.push(...fresh);
      read[list.name] = mark;
      lists.push(rest);
    }
    const { fresh, marks: ofReviews, ...rest } = await readReviews(step, marks, await findBotId(app, step.asker));
    return {
      findings: findingsOf([...things, ...fresh], { step, installationId }),
      marks: { ...marks, ...read, ...ofReviews },
      pollSeconds: Math.max(0, ...[...lists, rest].map(({ pollSeconds }) => pollSeconds ?? 0)) || null,
      isCut: [...lists, rest].some(({ isCut }) => isCut),
    };
  });
}

function findingsOf(
  things: readonly ListedThing[],
  { step, installationId }: { step: TokenStep; installationId: number },
): Finding[] {
  const { id, name, owner, isArchived } = step.repository;
  const where = {
    installation: { id: installationId },
    repository: { id, name, owner: { login: owner }, archived: isArchived },
  };
  return things
    .flatMap(({ at, told }) => (told === null ? [] : [{ at, ...told }]))
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at, guid, event, action, sender, body }) => ({
      ...{ guid, event, at },
      payload: { action, sender, ...body, ...where },
    }));
}
