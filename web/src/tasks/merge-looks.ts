import type { Event } from "@catalyst/api";
import { shownOf } from "./told-event.ts";

type EventAt = (number: number) => Event | undefined;

/** By which names agents call the tools that look at something and change nothing. */
const LOOKS: Record<string, string> = {
  ...{ read: "Read", read_file: "Read", read_many_files: "Read", view: "Read", notebookread: "Read" },
  ...{ grep: "Searched", glob: "Searched", search_file_content: "Searched", find: "Searched" },
  ...{ ls: "Listed", list: "Listed", list_directory: "Listed" },
};
/** Lines are told as one within pieces of so many: each line is the same whoever looks at it, and looks at few others. */
const PIECE = 50;

/** How a line is shown among its neighbours: for itself, as the first of several that are told as one, or within such. */
export type Merged =
  | { kind: "alone" }
  | { kind: "within" }
  | { kind: "first"; does: string; what: string[] }
  /** The same happened as often in line. */
  | { kind: "repeated"; times: number };

const ALONE: Merged = { kind: "alone" };

/** Looks of one kind that follow each other are one line, and so is what a provider answers again and again; what a look failed with stays. */
export function mergeLooks(number: number, eventAt: EventAt): Merged {
  if (eventAt(number)?.body.type === "llm_error") {
    return mergeErrors(number, eventAt);
  }
  const does = lookOf(eventAt(number));
  const isResult = does === null && isQuietResult(eventAt(number));
  if (does === null && !isResult) {
    return ALONE;
  }
  const begun = beginOf(number, eventAt);
  if (begun === null) {
    return ALONE;
  }
  const what = readWhat(begun, eventAt);
  if (what.length < 2) {
    return ALONE;
  }
  return number === begun ? { kind: "first", does: lookOf(eventAt(begun)) as string, what } : { kind: "within" };
}

function mergeErrors(number: number, eventAt: EventAt): Merged {
  const error = sayError(eventAt(number));
  const isSame = (other: number | null) => other !== null && sayError(eventAt(other)) === error;
  if (isSame(nextShown(number, -1, eventAt))) {
    return { kind: "within" };
  }
  let times = 1;
  for (let next = nextShown(number, 1, eventAt); isSame(next); next = nextShown(next as number, 1, eventAt)) {
    times += 1;
  }
  return times === 1 ? ALONE : { kind: "repeated", times };
}

/** Before (-1) or after it in its piece, what is shown next; null: nothing, or nobody knows. */
function nextShown(number: number, step: 1 | -1, eventAt: EventAt): number | null {
  const first = endOfPieceBefore(number) + 1;
  for (let at = number + step; at >= first && at < first + PIECE; at += step) {
    const event = eventAt(at);
    if (event === undefined) {
      return null;
    }
    if (shownOf(event) !== null) {
      return at;
    }
  }
  return null;
}

function sayError(event: Event | undefined): string {
  const body = event?.body;
  return JSON.stringify([body?.type, body?.provider, body?.httpStatus, body?.detail]);
}

/** The first look of those in line with this one; null: it belongs to none. */
function beginOf(number: number, eventAt: EventAt): number | null {
  let begun = lookOf(eventAt(number)) === null ? null : number;
  let does = lookOf(eventAt(number));
  for (let before = number - 1; before > endOfPieceBefore(number); before -= 1) {
    const found = lookOf(eventAt(before));
    if (found === null && !isPassed(eventAt(before))) {
      break;
    }
    if (found !== null && does !== null && found !== does) {
      break;
    }
    if (found !== null) {
      does = found;
      begun = before;
    }
  }
  return begun;
}

const endOfPieceBefore = (number: number) => Math.floor((number - 1) / PIECE) * PIECE;

function readWhat(begun: number, eventAt: EventAt): string[] {
  const does = lookOf(eventAt(begun));
  const what: string[] = [];
  for (let number = begun; number <= endOfPieceBefore(begun) + PIECE; number += 1) {
    const event = eventAt(number);
    const found = lookOf(event);
    if (event === undefined || (found === null && !isPassed(event)) || (found !== null && found !== does)) {
      break;
    }
    if (found !== null) {
      what.push(String(event.body.summary ?? ""));
    }
  }
  return what;
}

function lookOf(event: Event | undefined): string | null {
  const name = event?.body.type === "tool_call" ? String(event.body.tool).toLowerCase() : "";
  return Object.hasOwn(LOOKS, name) ? (LOOKS[name] as string) : null;
}

/** It stands between two looks without coming between them: what a look gave, or nothing that is shown. */
function isPassed(event: Event | undefined): boolean {
  return event !== undefined && (isQuietResult(event) || shownOf(event) === null);
}

function isQuietResult(event: Event | undefined): boolean {
  return event?.body.type === "tool_result" && event.body.isError !== true;
}
