import { PROBLEM_TYPE } from "@catalyst/api";
import { headersOfRefusal } from "../http/headers-of-refusal.ts";
import { problemOf, type Refusal } from "../http/problem-of.ts";

/** The refusal as a whole response, for what answers with one. */
export function refuseWith(refusal: Refusal): Response {
  const problem = problemOf(refusal, "");
  const headers = { ...headersOfRefusal(refusal), "content-type": PROBLEM_TYPE };
  return Response.json(problem, { status: problem.status, headers });
}
