import { z } from "zod";

/** As long as GitHub lets a text be. */
const MAX_TEXT_LENGTH = 65_536;

/** Who wrote something. `other`: neither a person nor a bot, as an organisation. */
export interface Writer {
  id: string;
  /** As REST has it: without what GraphQL leaves off behind an App's. */
  login: string;
  kind: "person" | "bot" | "other";
}

const KINDS: Readonly<Record<string, Writer["kind"]>> = { User: "person", Bot: "bot" };

/** null: an account that is gone. */
const Author = z
  .object({ __typename: z.string(), login: z.string().max(255), databaseId: z.int().nullish() })
  .nullable()
  .transform((author): Writer | null => {
    if (author === null || author.databaseId == null) {
      return null;
    }
    const kind = KINDS[author.__typename] ?? "other";
    return { id: String(author.databaseId), login: `${author.login}${kind === "bot" ? "[bot]" : ""}`, kind };
  });

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A text that somebody wrote. */
export const Written = z.object({
  fullDatabaseId: z.union([z.string(), z.int()]).transform(String),
  author: Author,
  body: z
    .string()
    .nullish()
    .transform((body) => (body ?? "").slice(0, MAX_TEXT_LENGTH)),
  createdAt: time,
  lastEditedAt: time.nullable(),
  viewerDidAuthor: z.boolean(),
  isMinimized: z.boolean().default(false),
});
export type Written = z.output<typeof Written>;

const MAX_TITLE_LENGTH = 1000;

/** An issue or pull request as a text. */
export const WrittenSubject = Written.omit({ fullDatabaseId: true, isMinimized: true }).extend({
  number: z.int(),
  title: z.string().transform((title) => title.slice(0, MAX_TITLE_LENGTH)),
  state: z.string().max(20),
});

/** What is asked of each text. */
export const AUTHOR =
  "author { __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId } }";
const TEXT = `${AUTHOR} body createdAt lastEditedAt viewerDidAuthor`;
export const WRITTEN = `fullDatabaseId ${TEXT} isMinimized`;
export const WRITTEN_SUBJECT = `number title ${TEXT}`;

export const Edits = z.object({ author: Author, viewerDidAuthor: z.boolean(), lastEditedAt: time.nullable() });
export const Renames = z.array(z.object({ createdAt: time, previousTitle: z.string() }));
