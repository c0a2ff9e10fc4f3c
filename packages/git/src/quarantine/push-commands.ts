/** One wish of a push: put `ref` from one object to another. */
export interface PushCommand {
  from: string;
  to: string;
  ref: string;
}

const FLUSH = 0;
const LENGTH_DIGITS = 4;
const MAX_COMMANDS_BYTES = 64 * 1024;
const COMMAND = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([^\0\n]+)/;

type PushCommands =
  | { kind: "more" }
  | { kind: "invalid"; reason: string }
  | { kind: "commands"; commands: PushCommand[] };

/** Reads a push as it comes. */
export interface PushReader {
  /** What is known with this piece. Each line is read once, however small the pieces are that whoever pushes cuts it into. */
  add(piece: Buffer): PushCommands;
  /** All that came. */
  bytes(): Buffer;
}

/**
 * Reads the commands that a push begins with (pkt-lines up to the first flush, gitprotocol-pack(5)); `more` while the
 * flush hasn't come yet. Shallow lines are allowed; push certificates are not.
 */
export function createPushReader(): PushReader {
  const come = createGrowing();
  const read: Read = { at: 0, commands: [] };
  return {
    bytes: come.bytes,
    add(piece) {
      come.add(piece);
      return readOn(read, come.bytes());
    },
  };
}

/** The commands of the whole lines up to here. */
interface Read {
  at: number;
  commands: PushCommand[];
}

function readOn(read: Read, bytes: Buffer): PushCommands {
  for (;;) {
    const line = readLine(bytes, read.at);
    if (read.at > MAX_COMMANDS_BYTES || (line === null && bytes.length > MAX_COMMANDS_BYTES)) {
      return { kind: "invalid", reason: "too many refs in one push" };
    }
    if (line === null) {
      return { kind: "more" };
    }
    if (line === "broken") {
      return { kind: "invalid", reason: "the push is not in git's format" };
    }
    if (line.length === FLUSH) {
      return { kind: "commands", commands: read.commands };
    }
    const command = toCommand(line.text);
    if (command === null) {
      return { kind: "invalid", reason: "the push holds something other than refs" };
    }
    read.at += line.length;
    read.commands.push(...command);
  }
}

/** Bytes one after the other, of which each is copied a few times at most. */
function createGrowing() {
  let room = Buffer.alloc(0);
  let length = 0;
  return {
    bytes: () => room.subarray(0, length),
    add(piece: Buffer) {
      if (length + piece.length > room.length) {
        const larger = Buffer.alloc(Math.max(2 * room.length, length + piece.length));
        room.copy(larger, 0, 0, length);
        room = larger;
      }
      piece.copy(room, length);
      length += piece.length;
    },
  };
}

function readLine(bytes: Buffer, at: number): { length: number; text: string } | "broken" | null {
  if (bytes.length < at + LENGTH_DIGITS) {
    return null;
  }
  const digits = bytes.toString("latin1", at, at + LENGTH_DIGITS);
  const length = /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  if (length === FLUSH) {
    return { length, text: "" };
  }
  if (Number.isNaN(length) || length <= LENGTH_DIGITS) {
    return "broken";
  }
  return bytes.length < at + length ? null : { length, text: bytes.toString("utf8", at + LENGTH_DIGITS, at + length) };
}

function toCommand(text: string): PushCommand[] | null {
  if (text.startsWith("shallow ")) {
    return [];
  }
  const [, from, to, ref] = COMMAND.exec(text) ?? [];
  return from === undefined || to === undefined || ref === undefined ? null : [{ from, to, ref }];
}

/** For what lies beside the branch: as many as an execution may have. */
const BESIDE = /^refs\/beside\/(?:[1-9]|1\d|20)$/;

/** Why a push may not come in, or null: one branch and a few commits beside it, no deletes. */
export function refusePush(commands: PushCommand[], branch: string): string | null {
  for (const { to, ref } of commands) {
    if (ref !== `refs/heads/${branch}` && !BESIDE.test(ref)) {
      return `this execution may push the branch ${branch} only, not ${ref}`;
    }
    if (/^0+$/.test(to)) {
      return `this execution may not delete ${ref}`;
    }
  }
  return null;
}
