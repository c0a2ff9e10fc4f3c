import type { ContextPiece, GatherWish, PieceKind, UnreadTexts } from "@catalyst/core";
import type { Classify } from "./classify.ts";
import type { Reading } from "./reading.ts";
import { readComments } from "./said/read-comments.ts";
import { listThreads, readThread, type Thread } from "./said/read-threads.ts";
import type { Written } from "./said/written.ts";

/** In characters, of all of them: the newest count. */
const MAX_TEXT = 2 * 1024 * 1024;

/** A text that is told, before it is known who its author is. */
interface Candidate {
  written: Written;
  kind: PieceKind;
  id: string;
  place?: Pick<ContextPiece, "path" | "line" | "side" | "hunk">;
}

type Wish = Pick<GatherWish, "kind" | "commentId" | "bots">;

/** What people wrote around an issue or pull request, and how much else there is. Throws `GitHubFault`. */
export async function gatherPieces(
  reading: Reading,
  wish: Wish,
  classify: Classify,
): Promise<{ pieces: ContextPiece[]; unread: UnreadTexts }> {
  const unread: UnreadTexts = { minimised: 0, bots: 0, resolved: 0, beyond: 0 };
  const isPull = wish.kind === "pull_request";
  const candidates = isPull ? await readThreads(reading, wish, unread) : [];
  for (const list of isPull ? (["comments", "reviews"] as const) : (["comments"] as const)) {
    const { written, beyond } = await readComments(reading, list);
    unread.beyond += beyond;
    candidates.push(...chooseComments(written, wish, unread).map((one) => ({ ...one, id: `${list}:${one.id}` })));
  }
  return { pieces: await toPieces(bound(candidates, unread), classify), unread };
}

/** Our own are what we told of tasks; a request's own words are told as such. */
function chooseComments(all: readonly Written[], { commentId, bots }: Wish, unread: UnreadTexts): Candidate[] {
  return all.flatMap((written) => {
    const { viewerDidAuthor, isMinimized, author, body, fullDatabaseId: id } = written;
    if (viewerDidAuthor || id === commentId || body.trim() === "") {
      return [];
    }
    if (isMinimized || (author?.kind === "bot" && !bots.includes(author.id))) {
      unread[isMinimized ? "minimised" : "bots"] += 1;
      return [];
    }
    return [{ written, kind: "comment" as const, id }];
  });
}

async function readThreads(reading: Reading, { commentId }: Wish, unread: UnreadTexts): Promise<Candidate[]> {
  const { threads, beyond } = await listThreads(reading);
  unread.beyond += beyond;
  const candidates: Candidate[] = [];
  for (const thread of threads) {
    // Only who looks into it knows that a settled one is the one that asks.
    const mayAsk = commentId !== null || !thread.isResolved;
    const comments =
      thread.hasMore && mayAsk && reading.mayGoOn() ? await readThread(reading, thread) : thread.comments;
    const isAsking = comments.some(({ fullDatabaseId }) => fullDatabaseId === commentId);
    if (thread.isResolved && !isAsking) {
      unread.resolved += 1;
    } else {
      candidates.push(...threadPieces({ ...thread, comments }, isAsking, unread));
    }
  }
  return candidates;
}

/** What bots and we ourselves said is a part of what is talked about there. */
function threadPieces(thread: Thread, isAsking: boolean, unread: UnreadTexts): Candidate[] {
  const { path, diffSide: side, hunk } = thread;
  const line = thread.line ?? thread.originalLine;
  return thread.comments.flatMap((written, index) => {
    if (written.isMinimized) {
      unread.minimised += 1;
      return [];
    }
    const id = `thread:${written.fullDatabaseId}`;
    const place = { path, line: line === 0 ? null : line, side, ...(index === 0 && hunk !== "" ? { hunk } : {}) };
    return [{ written, kind: isAsking ? ("asked_thread" as const) : ("open_thread" as const), id, place }];
  });
}

/** The thread that asks first, then the newest. */
function bound(candidates: readonly Candidate[], unread: UnreadTexts): Candidate[] {
  const rank = ({ kind, written }: Candidate) =>
    kind === "asked_thread" ? Number.POSITIVE_INFINITY : +written.createdAt;
  let room = MAX_TEXT;
  return candidates
    .toSorted((one, other) => (rank(one) < rank(other) ? 1 : -1))
    .filter(({ written }) => {
      room -= written.body.length;
      unread.beyond += room < 0 ? 1 : 0;
      return room >= 0;
    });
}

async function toPieces(candidates: readonly Candidate[], classify: Classify): Promise<ContextPiece[]> {
  const pieces: ContextPiece[] = [];
  for (const { written, kind, id, place } of candidates) {
    const { body: text, createdAt, lastEditedAt: editedAt } = written;
    const nowhere = { path: null, line: null, side: null };
    pieces.push({
      ...{ kind, id, author: await classify(written), createdAt, editedAt, text, truncated: false },
      ...(place ?? nowhere),
    });
  }
  return pieces;
}
