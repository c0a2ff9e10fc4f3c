import type { ServerResponse } from "node:http";
import { PROBLEM_TYPE } from "@catalyst/api";
import { headersOfRefusal } from "./headers-of-refusal.ts";
import { problemOf, type Refusal } from "./problem-of.ts";

/** Answers with a problem; what the client still sends is not waited for. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const problem = problemOf(refusal, String(response.getHeader("x-request-id")));
  response.writeHead(problem.status, {
    ...headersOfRefusal(refusal),
    "content-type": PROBLEM_TYPE,
    connection: "close",
  });
  response.end(JSON.stringify(problem));
}
