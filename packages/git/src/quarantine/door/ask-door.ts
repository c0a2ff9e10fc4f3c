import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { PUSHED_LIMITS } from "../../limits/process-limits.ts";
import { createWaitingProgram } from "../../limits/waiting-program.ts";
import { DoorAnswer, type DoorOrder, type IncomingPush } from "./door-messages.ts";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));
const MAX_ANSWER_BYTES = 16 * 1024;
/** Three folders, and a line for each ref of a push. */
const MAX_TOLD_BYTES = 4 * 1024 * 1024;
/** Most of what follows a push is done by then. */
const NEXT_MILLISECONDS = 1000;
/** Where what comes in is, apart from what is there (git-receive-pack(1), "QUARANTINE ENVIRONMENT"). */
const INCOMING = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

const doors = createWaitingProgram({ program: PROGRAM, limits: PUSHED_LIMITS, maxOutputBytes: MAX_ANSWER_BYTES });

/** Whoever asks what is there is about to push: the program at the door loads itself meanwhile. */
export const prepareDoor = doors.prepare;

interface DoorVisit {
  /** To git's hook `pre-receive`, which says what comes in and waits for an answer. */
  channel: Duplex;
  order: Omit<DoorOrder, "incoming">;
  signal: AbortSignal;
}

/** Has a push checked by the program at the door, once the hook asks. null: it doesn't, or there is no answer: then git takes nothing. */
export async function askDoor({ channel, order, signal }: DoorVisit): Promise<DoorAnswer | null> {
  channel.on("error", () => undefined);
  const incoming = await readIncoming(channel).catch(() => null);
  if (incoming === null) {
    channel.destroy();
    return null;
  }
  const answer = await judge({ ...order, incoming }, signal).catch(() => null);
  channel.end(`${answer === null ? "unchecked it could not be checked" : sayAnswer(answer)}\n`);
  return answer;
}

async function judge(order: DoorOrder, signal: AbortSignal): Promise<DoorAnswer | null> {
  const { seconds } = PUSHED_LIMITS;
  // After one push there will be another.
  setTimeout(prepareDoor, NEXT_MILLISECONDS).unref();
  const end = await doors.take().give({ input: JSON.stringify(order), seconds, signal });
  return end.kind === "answered" ? DoorAnswer.parse(JSON.parse(end.output)) : null;
}

function sayAnswer(answer: DoorAnswer): string {
  return answer.kind === "accepted" ? "accepted" : `refused ${answer.reason.replaceAll(/\s+/g, " ")}`;
}

/** null: git ended without a hook. */
async function readIncoming(channel: Duplex): Promise<IncomingPush | null> {
  let told = "";
  for await (const chunk of channel.iterator({ destroyOnReturn: false })) {
    told += (chunk as Buffer).toString("latin1");
    const parts = told.split("\0");
    if (parts.length > INCOMING.length + 1) {
      return incomingOf(parts.map((part) => Buffer.from(part, "latin1").toString()));
    }
    if (told.length > MAX_TOLD_BYTES) {
      throw new Error("the hook says more than a push may have");
    }
  }
  return null;
}

function incomingOf(parts: readonly string[]): IncomingPush {
  const commands = parts[INCOMING.length] ?? "";
  return {
    heads: commands.split("\n").flatMap((line) => line.split(" ")[1] ?? []),
    env: Object.fromEntries(
      INCOMING.map((name, index) => [name, parts[index] ?? ""]).filter(([, value]) => value !== ""),
    ),
  };
}
