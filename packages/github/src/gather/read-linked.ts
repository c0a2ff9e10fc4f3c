import { type ContextPiece, NAMED_PIECE, type PieceKind } from "@catalyst/core";
import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import { orNull } from "../read/or-null.ts";
import type { Classify } from "./classify.ts";
import { type Reading, variablesOf } from "./reading.ts";
import { WRITTEN_SUBJECT, WrittenSubject } from "./said/written.ts";

const MAX_PARTS = 20;
const MAX_PROPOSALS = 10;
/** Of those that a text names by their numbers. */
const MAX_NAMED = 10;
/** Of the others the titles are told. */
const MAX_TEXTS = 3;

const Linked = WrittenSubject.extend({ repository: z.object({ databaseId: z.int() }) });
type Linked = z.output<typeof Linked>;
const List = z.object({ nodes: z.array(Linked) });
const Links = z.object({
  repository: z.object({
    issue: z.object({
      parent: Linked.nullish().transform((parent) => parent ?? null),
      parts: List.default({ nodes: [] }),
      proposals: List,
    }),
  }),
});
const Blocking = z.object({ number: z.int(), repository_url: z.string().max(2048) });
const State = z.string().max(20).optional();
/** The two have states of different types, so that each has a name of its own. */
const Either = Linked.omit({ state: true })
  .extend({ issueState: State, pullState: State })
  .transform(({ issueState, pullState, ...linked }): Linked => ({ ...linked, state: issueState ?? pullState ?? "" }));
const Named = z.object({ repository: z.record(z.string(), Either.nullable()) });

interface Link {
  kind: Extract<PieceKind, "proposal" | "linked">;
  words: string;
  /** The issue's own text names it, and nothing else. */
  isNamed?: boolean;
  linked: Linked;
}

/**
 * What an issue is linked with in its own repository, and what its text names there: elsewhere others may read than those whom our answer
 * reaches. Nothing where a GitHub knows no such links. Throws `GitHubFault`.
 */
export async function readLinked(reading: Reading, text: string, classify: Classify): Promise<ContextPiece[]> {
  const links = [...(await askLinks(reading)), ...(await readBlocking(reading))];
  const known = [reading.number, ...links.map(({ linked }) => linked.number)];
  const numbers = namedNumbers(text).filter((number) => !known.includes(number));
  const named =
    numbers.length === 0 || !reading.mayGoOn() ? [] : ((await unlessRefused(askNamed(reading, numbers))) ?? []);
  const pieces: ContextPiece[] = [];
  for (const { kind, words, linked, isNamed = false } of [...links, ...named].filter((link) => isHere(reading, link))) {
    const { number, title, body, state, createdAt, lastEditedAt: editedAt } = linked;
    const head = `${words}: #${number} ${title} (${state.toLowerCase()})`;
    const whole = pieces.length < MAX_TEXTS && body.trim() !== "" ? `${head}\n\n${body}` : head;
    const author = await classify(linked);
    const nowhere = { path: null, line: null, side: null, truncated: false };
    pieces.push({
      kind,
      id: `${isNamed ? NAMED_PIECE : "linked:"}${number}`,
      author,
      createdAt,
      editedAt,
      text: whole,
      ...nowhere,
    });
  }
  return pieces;
}

/** Each letter is looked at a bounded number of times; a number of another repository stands behind its name. */
export function namedNumbers(text: string): number[] {
  const found = [...text.matchAll(/(?<![\w/&#])#([1-9]\d{0,8})(?!\w)/g)].map(([, digits]) => Number(digits));
  return [...new Set(found)].slice(0, MAX_NAMED);
}

function isHere(reading: Reading, { linked }: Link): boolean {
  return linked.repository.databaseId === reading.repository.id;
}

/** null: this GitHub has no such thing, or it isn't there. */
async function unlessRefused(asked: Promise<Link[]>): Promise<Link[] | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubFault && (error.problem.kind === "refused" || error.problem.kind === "not_found")) {
      return null;
    }
    throw error;
  }
}

/** GitHub Enterprise Servers know of parts later than of what is to close an issue: asked for together, they would refuse both. */
async function askLinks(reading: Reading): Promise<Link[]> {
  const ask = async (document: string) => {
    const { repository } = await reading.asker.query(document, variablesOf(reading), Links);
    const { parent, parts, proposals } = repository.issue;
    const others = proposals.nodes.filter(({ viewerDidAuthor }) => !viewerDidAuthor);
    return [
      ...others.map((linked) => ({ kind: "proposal" as const, words: "It is to close it", linked })),
      ...(parent === null ? [] : [{ kind: "linked" as const, words: "It is a part of", linked: parent }]),
      ...parts.nodes.map((linked) => ({ kind: "linked" as const, words: "It has the part", linked })),
    ];
  };
  const all = await unlessRefused(ask(LINKS));
  return all ?? (await unlessRefused(ask(PROPOSALS))) ?? [];
}

/** What it waits for, in its own repository: the list says by numbers what stands anywhere. */
async function readBlocking(reading: Reading): Promise<Link[]> {
  const { owner, name: repo } = reading.repository;
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by";
  const at = { owner, repo, issue_number: reading.number, maxPages: 1 };
  const found = await orNull(reading.asker.list(path, at, Blocking));
  const here = `/repos/${owner}/${repo}`.toLowerCase();
  const numbers = (found?.items ?? []).flatMap(({ number, repository_url: url }) =>
    url.toLowerCase().endsWith(here) ? [number] : [],
  );
  const asked = numbers.slice(0, MAX_NAMED);
  const links = asked.length === 0 ? [] : await unlessRefused(askNamed(reading, asked));
  return (links ?? []).map((link) => ({ ...link, words: "It waits for", isNamed: false }));
}

/** One that isn't there makes GitHub refuse the whole answer: then each is asked for alone. */
async function askNamed(reading: Reading, numbers: readonly number[]): Promise<Link[]> {
  const { owner, name } = variablesOf(reading);
  const selections = numbers.map(
    (number) =>
      `n${number}: issueOrPullRequest(number: ${number}) { ... on Issue { issueState: ${FIELDS} } ... on PullRequest { pullState: ${FIELDS} } }`,
  );
  const document = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${selections.join(" ")} } }`;
  try {
    const { repository } = await reading.asker.query(document, { owner, name }, Named);
    const found = Object.values(repository).filter((linked) => linked !== null);
    return found.map((linked) => ({ kind: "linked", words: "Its text names", isNamed: true, linked }));
  } catch (error) {
    const isOneMissing = error instanceof GitHubFault && error.problem.kind === "not_found" && numbers.length > 1;
    if (!isOneMissing) {
      throw error;
    }
    const links: Link[] = [];
    for (const number of numbers.filter(() => reading.mayGoOn())) {
      links.push(...((await unlessRefused(askNamed(reading, [number]))) ?? []));
    }
    return links;
  }
}

/** It begins with the state, for who needs another name of that. */
const FIELDS = `state ${WRITTEN_SUBJECT} repository { databaseId }`;
const PROPOSED = `proposals: closedByPullRequestsReferences(first: ${MAX_PROPOSALS}, includeClosedPrs: false) { nodes { ${FIELDS} } }`;
const ofIssue = (selection: string) =>
  `query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { issue(number: $number) { ${selection} } } }`;
const PROPOSALS = ofIssue(PROPOSED);
const LINKS = ofIssue(`parent { ${FIELDS} } parts: subIssues(first: ${MAX_PARTS}) { nodes { ${FIELDS} } } ${PROPOSED}`);
