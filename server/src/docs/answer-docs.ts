import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BASE_PATH } from "@catalyst/api";
import { describeContract } from "../api/describe-contract.ts";
import type { Contract } from "../api/released/find-breaks.ts";
import { renderDocs } from "./render-docs.ts";

const PAGE_PATH = `${BASE_PATH}/docs`;
const STYLE_PATH = `${BASE_PATH}/docs.css`;

/** All of it comes from here, and nothing of it runs. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

const FILES: Record<string, { type: string; make: () => string }> = {
  [PAGE_PATH]: {
    type: "text/html; charset=utf-8",
    make: () => renderDocs(describeContract() as unknown as Contract, STYLE_PATH),
  },
  [STYLE_PATH]: {
    type: "text/css; charset=utf-8",
    make: () => readFileSync(new URL("./docs.css", import.meta.url), "utf8"),
  },
};
const made = new Map<string, string>();

/** Answers with the page that shows the contract, or what belongs to it, to whoever asks; false: something else is asked for. */
export function answerDocs({ method = "" }: IncomingMessage, pathname: string, response: ServerResponse): boolean {
  const file = FILES[pathname];
  if (file === undefined || !["GET", "HEAD"].includes(method)) {
    return false;
  }
  const text = made.get(pathname) ?? file.make();
  made.set(pathname, text);
  response.writeHead(200, { ...HEADERS, "content-type": file.type, "content-length": Buffer.byteLength(text) });
  response.end(method === "HEAD" ? undefined : text);
  return true;
}
