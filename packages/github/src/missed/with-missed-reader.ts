import { type ForgeEvent, type MissedReader, readForgeEvent, type ToldEvent } from "@catalyst/core/trigger";
import { z } from "zod";
import type { GitHubApp } from "../client/open-app.ts";
import { READS, type TokenStep, withToken } from "../client/with-token.ts";
import type { Finding } from "../poll/finding.ts";
import { EVENTS } from "../poll/lists/events.ts";
import { toldAt } from "../poll/told-at.ts";
import type { ReadPlace } from "../read/with-reader.ts";
import { listOpen } from "./list-open.ts";

/** Of 30 each, the oldest first: more happens to few issues. */
const MAX_EVENT_PAGES = 20;

/** Does something with what reads what was never told of one repository, by a token for that alone. Throws `GitHubFault`, and what `work` throws. */
export function withMissedReader<Result>(
  app: GitHubApp,
  { installationId, repositoryId }: ReadPlace,
  work: (reader: MissedReader<Finding>) => Promise<Result>,
): Promise<Result> {
  const scope = { installationId, repository: { id: repositoryId }, permissions: READS };
  return withToken(app, scope, (step) => work(createReader(step, installationId)));
}

function createReader(step: TokenStep, installationId: number): MissedReader<Finding> {
  const { asker, repository } = step;
  const { id, owner, name, isArchived, isPublic } = repository;
  return {
    repository: { id: String(id), owner, name, isArchived, isPrivate: !isPublic },
    listOpen: () => listOpen(step),
    async listEvents({ number, kind }) {
      const { items } = await asker.list(
        "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
        { owner, repo: name, issue_number: number, maxPages: MAX_EVENT_PAGES },
        z.looseObject({}),
      );
      // The list of one issue doesn't say whose events they are.
      const issue = { number, ...(kind === "pull_request" ? { pull_request: {} } : {}) };
      return items.flatMap((item) => readTold({ ...item, issue }, { repository, installationId }));
    },
  };
}

function readTold(item: object, where: Parameters<typeof toldAt>[1]): ToldEvent<Finding>[] {
  const event: ForgeEvent | null = readForgeEvent(item);
  const thing = EVENTS.read(item);
  const told = thing === null ? null : toldAt(thing, where);
  return event === null || told === null ? [] : [{ event, told }];
}
