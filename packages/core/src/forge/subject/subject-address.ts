import { z } from "zod";
import { CatalystError } from "../../catalyst-error.ts";

/** An issue or a pull request, by where it is. */
export const SubjectAddress = z.object({
  kind: z.enum(["issue", "pull_request"]),
  /** Of its repository. */
  repositoryUrl: z.string(),
  number: z.int().positive(),
  /** Without what a browser adds for a place on the page. */
  url: z.string(),
});
export type SubjectAddress = z.infer<typeof SubjectAddress>;

const MAX_NUMBER = 2 ** 31 - 1;
const MAX_LENGTH = 2048;
const PLACES = { issues: "issue", pull: "pull_request" } as const;
const PATH =
  /^\/(?<owner>[\w.-]{1,100})\/(?<name>[\w.-]{1,100})\/(?<place>issues|pull)\/(?<number>[1-9]\d{0,9})(?:\/.*)?$/;

/**
 * Reads the address of an issue or pull request as a browser shows it, at any tab and place of its page. Throws `invalid_input` for
 * every other text.
 */
export function readSubjectAddress(text: string): SubjectAddress {
  const url = text.length > MAX_LENGTH ? null : URL.parse(text);
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw refuse(text);
  }
  const { owner = "", name = "", place, number: digits } = PATH.exec(url.pathname)?.groups ?? {};
  const number = Number(digits);
  if (!isPlace(place) || number > MAX_NUMBER || [owner, name].some((part) => /^\.{1,2}$/.test(part))) {
    throw refuse(text);
  }
  const repositoryUrl = `${url.origin}/${owner}/${name}`;
  return { kind: PLACES[place], repositoryUrl, number, url: `${repositoryUrl}/${place}/${number}` };
}

function isPlace(text: string | undefined): text is keyof typeof PLACES {
  return text !== undefined && Object.hasOwn(PLACES, text);
}

function refuse(text: string): CatalystError {
  return new CatalystError(
    "invalid_input",
    `"${text.slice(0, 200)}" isn't the address of an issue or a pull request. One looks like https://github.com/owner/name/issues/12, or ends with /pull/12.`,
  );
}
