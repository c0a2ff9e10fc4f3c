import type { FormerTitle } from "@catalyst/core";
import { z } from "zod";
import type { Authored } from "../classify.ts";
import { type Reading, variablesOf } from "../reading.ts";
import { AUTHOR, Edits, Renames } from "./written.ts";

/** Of one subject: who renames it more often asks for a title that we don't know. */
const MAX_RENAMES = 50;

/** What the text of an issue or pull request went through. */
export interface SubjectEdits extends Authored {
  /** null: never. */
  editedAt: Date | null;
  titles: FormerTitle[];
  /** People see its repository who weren't let in. */
  isPublic: boolean;
}

const Answer = z.object({
  repository: z.object({
    isPrivate: z.boolean(),
    issueOrPullRequest: Edits.extend({ renames: z.object({ nodes: Renames }) }),
  }),
});

/** To be asked once the text was read: what was changed in between is then known to be changed. Throws `GitHubFault`. */
export async function readEdits(reading: Reading): Promise<SubjectEdits> {
  const { repository } = await reading.asker.query(DOCUMENT, variablesOf(reading), Answer);
  const { author, viewerDidAuthor, lastEditedAt, renames } = repository.issueOrPullRequest;
  return {
    ...{ author, viewerDidAuthor, editedAt: lastEditedAt, isPublic: !repository.isPrivate },
    titles: renames.nodes.map(({ previousTitle: title, createdAt: until }) => ({ title, until })),
  };
}

const FIELDS = `${AUTHOR} viewerDidAuthor lastEditedAt renames: timelineItems(last: ${MAX_RENAMES}, itemTypes: [RENAMED_TITLE_EVENT]) { nodes { ... on RenamedTitleEvent { createdAt previousTitle } } }`;
const DOCUMENT = `query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { isPrivate issueOrPullRequest(number: $number) { ... on Issue { ${FIELDS} } ... on PullRequest { ${FIELDS} } } } }`;
