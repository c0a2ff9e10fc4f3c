import type { ServerResponse } from "node:http";
import { PROBLEM_TYPE } from "@catalyst/api";
import { headersOfRefusal } from "../http/headers-of-refusal.ts";
import { problemOf, type Refusal } from "../http/problem-of.ts";

/** The refusal as a whole response, for what answers with one; `outgoing` knows the request's id. */
export function refuseWith(refusal: Refusal, outgoing: Pick<ServerResponse, "getHeader">): Response {
  const problem = problemOf(refusal, String(outgoing.getHeader("x-request-id")));
  const headers = { ...headersOfRefusal(refusal), "content-type": PROBLEM_TYPE };
  return Response.json(problem, { status: problem.status, headers });
}
