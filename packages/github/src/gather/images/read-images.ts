import { type ImagesWish, MAX_IMAGE_BYTES, MAX_IMAGES, MAX_IMAGES_BYTES, type ShownImage } from "@catalyst/core";
import { z } from "zod";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";
import { isKeptThere } from "../../http/kept-elsewhere.ts";
import { orNull } from "../../read/or-null.ts";
import { findImages, isDropped, type PageImage } from "./find-images.ts";

/** For all of them: an agent waits for it. */
const MAX_MILLISECONDS = 30_000;
const MAX_IMAGE_MILLISECONDS = 10_000;

type Access = Pick<GitHubApp, "api" | "connections" | "now">;

/**
 * The images that texts show: GitHub gives those that were dropped into one to no token, and shows them for minutes at an address that
 * the text's HTML has. They are read at once, without our token. Throws `unauthorized`, and nothing else that GitHub answers.
 */
export async function readImages(
  step: TokenStep,
  { numbers, texts }: Pick<ImagesWish, "numbers" | "texts">,
  access: Access,
): Promise<ShownImage[]> {
  const end = access.now().getTime() + MAX_MILLISECONDS;
  const images: ShownImage[] = [];
  const room = { count: MAX_IMAGES, bytes: MAX_IMAGES_BYTES };
  for (const { id, addresses: all } of texts) {
    // Who answers quotes: an image is read, and counted, once.
    const addresses = all.filter((address) => !images.some((image) => image.address === address));
    const html = access.now().getTime() >= end ? null : await askHtml(step, { id, numbers });
    const read = html === null ? nameUnread(addresses) : await readAll(findImages(html, addresses), room.count, access);
    images.push(...read.map((image) => keepInRoom(image, room)));
  }
  return images;
}

/** What isn't to be seen may be an image where it was dropped into the text; any other address may be anything. */
function nameUnread(addresses: readonly string[]): ShownImage[] {
  return addresses.filter(isDropped).map((address) => ({ address, found: { kind: "unread" } }));
}

/** All of one text together: their addresses are good for minutes. */
function readAll(found: readonly PageImage[], count: number, access: Access): Promise<ShownImage[]> {
  let left = count;
  return Promise.all(
    found.map(async ({ address, source }): Promise<ShownImage> => {
      if (!isKeptThere(source, "image", access.api.url)) {
        return { address, found: { kind: "elsewhere" } };
      }
      left -= 1;
      if (left < 0) {
        return { address, found: { kind: "beyond" } };
      }
      const bounds = { max: MAX_IMAGE_BYTES, isEndWanted: false, milliseconds: MAX_IMAGE_MILLISECONDS };
      const bytes = await access.connections.readKept(source, bounds);
      return { address, found: bytes === null ? { kind: "unread" } : { kind: "read", bytes } };
    }),
  );
}

function keepInRoom(image: ShownImage, room: { count: number; bytes: number }): ShownImage {
  if (image.found.kind !== "read") {
    return image;
  }
  const { length } = image.found.bytes;
  if (room.count === 0 || length > room.bytes) {
    return { ...image, found: { kind: "beyond" } };
  }
  room.count -= 1;
  room.bytes -= length;
  return image;
}

const Html = z.object({ body_html: z.string().nullish() });
/** As GitHub documents it: octokit's own `mediaType` leaves off its end. */
const FULL = { headers: { accept: "application/vnd.github.full+json" } };

/** null: it can't be read, or isn't there any more. */
async function askHtml({ asker, repository }: TokenStep, { id, numbers }: AskedText): Promise<string | null> {
  const at = { owner: repository.owner, repo: repository.name, ...FULL };
  const [place, number] = placeOf(id, numbers);
  const asks: Readonly<Record<typeof place, (() => Promise<z.output<typeof Html>>)[]>> = {
    subject: [
      () => asker.ask("GET /repos/{owner}/{repo}/issues/{issue_number}", { ...at, issue_number: number }, Html),
    ],
    comments: [
      () => asker.ask("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...at, comment_id: number }, Html),
    ],
    thread: [
      () => asker.ask("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}", { ...at, comment_id: number }, Html),
    ],
    // It says nothing of whose review it is.
    reviews: numbers.map(
      (pull) => () =>
        asker.ask(
          "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}",
          { ...at, pull_number: pull, review_id: number },
          Html,
        ),
    ),
    other: [],
  };
  for (const ask of asks[place]) {
    const answer = await orFailed(ask());
    if (answer !== null) {
      return answer.body_html ?? "";
    }
  }
  return null;
}

interface AskedText {
  id: string | null;
  numbers: readonly number[];
}

type TextPlace = "subject" | "comments" | "thread" | "reviews" | "other";
const PLACES: Readonly<Record<string, TextPlace>> = {
  linked: "subject",
  named: "subject",
  comments: "comments",
  thread: "thread",
  reviews: "reviews",
};

/** Where a text stands, by the id that it was gathered with. */
function placeOf(id: string | null, [subject = 0]: readonly number[]): [place: TextPlace, number: number] {
  const [, kind = "", number] = /^([a-z]+):(\d{1,15})$/.exec(id ?? `linked:${subject}`) ?? [];
  return [PLACES[kind] ?? "other", Number(number)];
}

async function orFailed<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await orNull(asked);
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind !== "unauthorized") {
      return null;
    }
    throw error;
  }
}
