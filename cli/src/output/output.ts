import type { Writable } from "node:stream";
import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/** A stream that may be a terminal. */
export type Screen = Writable & { isTTY?: boolean; columns?: number };

/** Where the CLI writes: data to stdout, talk to stderr, with at most one status line that is redrawn below both. */
export interface Output {
  readonly colors: Colors;
  /** Whether a person watches: a status line may be drawn and questions asked. */
  readonly isInteractive: boolean;
  /** How many letters go into a line of data; null: as many as there are. */
  readonly width: number | null;
  /** One line of data, for stdout. */
  data(line: string): void;
  /** One value as a line of JSON, for stdout. */
  json(value: unknown): void;
  /** One line of talk, for stderr. */
  say(line: string): void;
  /** A line of talk that is said once, however often it is asked for. */
  sayOnce(line: string): void;
  /** Draws the status line, cut to the terminal's width, or removes it; does nothing where nobody watches. */
  status(text: string | null): void;
}

export interface OutputStreams {
  stdout: Screen;
  stderr: Screen;
}

const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = "\r\u001b[2K";

export function createOutput({ stdout, stderr }: OutputStreams, env: ColorSettings): Output {
  const isInteractive = stderr.isTTY === true && env.TERM !== "dumb";
  const colors = createColors(wantsColors(stdout, env));
  let drawn: string | null = null;
  const said = new Set<string>();
  const say = (line: string) => write(stderr, `${line}\n`);
  const write = (stream: Screen, text: string) => {
    if (drawn === null) {
      stream.write(text);
      return;
    }
    stderr.write(CLEAR_LINE);
    stream.write(text);
    stderr.write(drawn);
  };
  return {
    colors,
    isInteractive,
    width: stdout.isTTY === true ? stdout.columns || null : null,
    data: (line) => write(stdout, `${line}\n`),
    json: (value) => write(stdout, `${toJsonLine(value)}\n`),
    say,
    sayOnce(line) {
      if (!said.has(line)) {
        said.add(line);
        say(line);
      }
    },
    status(text) {
      const line = text === null ? null : colors.dim(cut(text, (stderr.columns || DEFAULT_COLUMNS) - 1));
      if (!isInteractive || line === drawn) {
        return;
      }
      stderr.write(`${CLEAR_LINE}${line ?? ""}`);
      drawn = line;
    },
  };
}

/** A status line that wraps couldn't be removed again. */
function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : characters.slice(0, Math.max(0, width)).join("");
}

export interface ColorSettings {
  NO_COLOR?: string;
  FORCE_COLOR?: string;
  TERM?: string;
}

/** NO_COLOR (https://no-color.org) wins over FORCE_COLOR, which wins over what the stream is. */
function wantsColors(stdout: Screen, { NO_COLOR, FORCE_COLOR, TERM }: ColorSettings): boolean {
  if (NO_COLOR) {
    return false;
  }
  if (FORCE_COLOR) {
    return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  }
  return stdout.isTTY === true && TERM !== "dumb";
}

/** JSON that a terminal shows as it is: what JSON leaves unescaped and a terminal obeys is escaped too. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
