import type { ServerResponse } from "node:http";
import { PROBLEM_TYPE } from "@catalyst/api";
import { problemOf, type Refusal } from "./problem-of.ts";

/** Answers with a problem; what the client still sends is not waited for. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const problem = problemOf(refusal, String(response.getHeader("x-request-id")));
  response.writeHead(problem.status, { "content-type": PROBLEM_TYPE, connection: "close" });
  response.end(JSON.stringify(problem));
}
