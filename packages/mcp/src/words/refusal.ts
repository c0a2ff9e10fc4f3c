import { ApiError } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import { cleanText, cutText } from "../output/clean-text.ts";
import { sayCode } from "./say-code.ts";
import { sayStoredWay } from "./ways-out.ts";

const MAX_LENGTH = 4000;
const BUG = "It failed for a reason that is in the server's log.";

export interface McpRefusal {
  /** What was tried, what is wrong, and the way out of it. */
  text: string;
  problem: { code: string; way: unknown };
  /** The reason is for no caller to know. */
  isBug: boolean;
}

/** What a model is told of what failed. */
export function refusalOf(error: unknown): McpRefusal {
  const { code, message, way } = problemOf(error);
  const wayOut = sayStoredWay(way) ?? sayCode(code);
  const text = cutText(cleanText(wayOut === null ? message : `${message} ${wayOut}`), MAX_LENGTH);
  return { text, problem: { code, way }, isBug: code === "internal" };
}

/** What isn't meant for whoever asks stays untold. */
function problemOf(error: unknown): { code: string; message: string; way: unknown } {
  return error instanceof ApiError || error instanceof CatalystError
    ? { code: error.code, message: error.message, way: error.way }
    : { code: "internal", message: BUG, way: null };
}
