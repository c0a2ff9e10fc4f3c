import type { ContextPiece } from "@catalyst/core";
import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import type { Classify } from "./classify.ts";
import { type Reading, variablesOf } from "./reading.ts";
import { WRITTEN_SUBJECT, WrittenSubject } from "./said/written.ts";

const MAX_PARTS = 20;
const MAX_PROPOSALS = 10;
/** Of the others the titles are told. */
const MAX_TEXTS = 3;

const Linked = WrittenSubject.extend({ repository: z.object({ databaseId: z.int() }) });
type Linked = z.output<typeof Linked>;
const List = z.object({ nodes: z.array(Linked) });
const Answer = z.object({
  repository: z.object({ issue: z.object({ parent: Linked.nullable(), parts: List, proposals: List }) }),
});

/**
 * What an issue is linked with in its own repository: elsewhere others may read than those whom our answer reaches. Nothing where
 * a GitHub knows no such links. Throws `GitHubFault`.
 */
export async function readLinked(reading: Reading, classify: Classify): Promise<ContextPiece[]> {
  const found = await ask(reading);
  const pieces: ContextPiece[] = [];
  for (const { words, linked } of found.filter(({ linked: { repository } }) => isHere(reading, repository))) {
    const { number, title, body, state, createdAt, lastEditedAt: editedAt } = linked;
    const head = `${words}: #${number} ${title} (${state.toLowerCase()})`;
    const text = pieces.length < MAX_TEXTS && body.trim() !== "" ? `${head}\n\n${body}` : head;
    const author = await classify(linked);
    const nowhere = { path: null, line: null, side: null, truncated: false };
    pieces.push({ kind: "linked", id: `linked:${number}`, author, createdAt, editedAt, text, ...nowhere });
  }
  return pieces;
}

function isHere(reading: Reading, { databaseId }: Linked["repository"]): boolean {
  return databaseId === reading.repository.id;
}

async function ask(reading: Reading): Promise<{ words: string; linked: Linked }[]> {
  try {
    const { repository } = await reading.asker.query(DOCUMENT, variablesOf(reading), Answer);
    const { parent, parts, proposals } = repository.issue;
    const others = proposals.nodes.filter(({ viewerDidAuthor }) => !viewerDidAuthor);
    return [
      ...(parent === null ? [] : [{ words: "It is a part of", linked: parent }]),
      ...others.map((linked) => ({ words: "A pull request is open that is to close it", linked })),
      ...parts.nodes.map((linked) => ({ words: "It has the part", linked })),
    ];
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "refused") {
      return [];
    }
    throw error;
  }
}

const FIELDS = `${WRITTEN_SUBJECT} repository { databaseId }`;
const DOCUMENT = `query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { issue(number: $number) { parent { ${FIELDS} } parts: subIssues(first: ${MAX_PARTS}) { nodes { ${FIELDS} } } proposals: closedByPullRequestsReferences(first: ${MAX_PROPOSALS}, includeClosedPrs: false) { nodes { ${FIELDS} } } } } }`;
