import type { Writable } from "node:stream";
import { PROBLEM_TYPE } from "@catalyst/api";
import { headersOfRefusal } from "./headers-of-refusal.ts";
import { problemOf, type Refusal } from "./problem-of.ts";

/** What is answered on: a connection's, or one of a request from within. */
export interface Answer extends Writable {
  readonly headersSent: boolean;
  getHeader(name: string): unknown;
  writeHead(status: number, headers: Record<string, string>): unknown;
}

/** Answers with a problem; what the client still sends is not waited for. */
export function refuse(response: Answer, refusal: Refusal): void {
  const problem = problemOf(refusal, String(response.getHeader("x-request-id")));
  response.writeHead(problem.status, {
    ...headersOfRefusal(refusal),
    "content-type": PROBLEM_TYPE,
    connection: "close",
  });
  response.end(JSON.stringify(problem));
}
